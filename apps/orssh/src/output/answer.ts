import type { Cli } from '../cli.js';

/**
 * Writes what a command found to standard output: with `--json` one line of JSON for it (for a list, one for each of its
 * members), else the text, which is made only then.
 */
export async function answer(
  cli: Cli,
  { json }: { json?: boolean },
  found: object | readonly object[],
  text: () => string | Promise<string>,
): Promise<void> {
  cli.stdout.write(json ? [found].flat().map(jsonLine).join('') : await text());
}

/** One line of JSON. */
export function jsonLine(value: unknown): string {
  return `${jsonText(value)}\n`;
}

/** Values stay what they are; what could steer a terminal is written as JSON's own escapes. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
