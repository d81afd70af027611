/** How a file's bytes are text. `latin1` stands for whatever is not UTF-8: each byte is kept as it is. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

/** A file as text, without its byte order mark. */
export interface TextFile {
  text: string;
  bom: boolean;
  encoding: TextEncoding;
}

const bomCharacter = '\uFEFF';
const bom = 0xfeff;

export function decodeFile(bytes: Uint8Array): TextFile {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe && bytes.length % 2 === 0) return decoded(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff && bytes.length % 2 === 0) return decoded(bytes, 'utf-16be');
  try {
    return decoded(bytes, 'utf-8');
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), bom: false, encoding: 'latin1' };
  }
}

/** A text that may begin with a byte order mark. */
export function withoutBom(text: string): { text: string; bom: boolean } {
  return text.charCodeAt(0) === bom ? { text: text.slice(1), bom: true } : { text, bom: false };
}

/** The bytes; undefined where the encoding has not all of the characters. */
export function encodeFile({ text, bom, encoding }: TextFile): Buffer | undefined {
  const whole = bom ? bomCharacter + text : text;
  if (encoding === 'utf-8') return Buffer.from(whole, 'utf8');
  if (encoding === 'latin1') {
    return /^[\0-\xff]*$/.test(whole) ? Buffer.from(whole, 'latin1') : undefined;
  }
  const units = Buffer.from(whole, 'utf16le');
  return encoding === 'utf-16le' ? units : units.swap16();
}

function decoded(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): TextFile {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return { ...withoutBom(decoder.decode(bytes)), encoding };
}
