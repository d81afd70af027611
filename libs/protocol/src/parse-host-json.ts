/** No answer of a stub's is deeper, and everything that reads or writes JSON by calling itself can take it. */
const maxDepth = 256;

const quote = 0x22;
const backslash = 0x5c;

/** The JSON that a host sent. Throws for what is none, and for values so deep in each other that writing them again would fail. */
export function parseHostJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`JSON of more than ${maxDepth} levels`);
  return JSON.parse(text);
}

function isTooDeep(text: string): boolean {
  if (text.length <= maxDepth) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === backslash) at += 1;
      else if (unit === quote) inString = false;
    } else if (unit === quote) inString = true;
    // `[` and `{`, `]` and `}` differ in one bit.
    else if ((unit | 0x20) === 0x7b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if ((unit | 0x20) === 0x7d) depth -= 1;
  }
  return false;
}
