import { parseHostJson } from '@orssh/protocol';

/** Undefined for what is no JSON, or too deep for it. */
export function parseJson(bytes: Buffer | string): unknown {
  try {
    return parseHostJson(bytes.toString());
  } catch {
    return undefined;
  }
}
