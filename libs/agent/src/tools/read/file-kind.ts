import { posix } from 'node:path';

import { sampleBytes } from './read-limits.js';

const typesByName: Record<string, string> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.jpe': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
};

const typesByStart: readonly (readonly [type: string, start: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  // A bitmap is no attachment, whatever its name says.
  ['image/bmp', [0x42, 0x4d]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

const attached = new Set(Object.values(typesByName));

const binaryNames = new Set(
  '.zip .tar .gz .exe .dll .so .class .jar .war .7z .doc .docx .xls .xlsx .ppt .pptx .odt .ods .odp .bin .dat .obj .o .a .lib .wasm .pyc .pyo'.split(
    ' ',
  ),
);

/** Its name alone says that a file is not shown as lines. */
export function isNamedAsBinary(path: string): boolean {
  const extension = extensionOf(path);
  return binaryNames.has(extension) || extension in typesByName;
}

/** The type of a file that a model gets as an attachment, by how it begins or else its name; undefined for any other. */
export function attachmentType(path: string, sample: Uint8Array): string | undefined {
  const type = typeByStart(sample) ?? typesByName[extensionOf(path)];
  return type !== undefined && attached.has(type) ? type : undefined;
}

/** What no model can read as text. */
export function isBinary(path: string, sample: Uint8Array): boolean {
  if (binaryNames.has(extensionOf(path))) return true;
  const start = sample.subarray(0, sampleBytes);
  if (start.includes(0)) return true;
  const odd = start.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length;
  return odd > start.length * 0.3;
}

function typeByStart(sample: Uint8Array): string | undefined {
  if (
    startsWith(sample, [0x52, 0x49, 0x46, 0x46]) &&
    startsWith(sample.subarray(8), [0x57, 0x45, 0x42, 0x50])
  )
    return 'image/webp';
  return typesByStart.find(([, start]) => startsWith(sample, start))?.[0];
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function extensionOf(path: string): string {
  return posix.extname(path).toLowerCase();
}
