import type { ConfigPath } from './config-path.js';

/** A file's value, and where its parts stand. */
export interface Parsed {
  readonly value: unknown;
  /** Line, from 1 on, of the key or value at `path`, or of the nearest one around it; undefined where the format has no lines. */
  lineOf(path: ConfigPath): number | undefined;
}

/** The text is not of its format. */
export interface SyntaxProblem {
  line?: number;
  path?: ConfigPath;
  message: string;
  remedy: string;
}

/** Thrown by parsers; whoever knows the file makes a `RegistryError` of it. */
export class SyntaxProblems extends Error {
  constructor(readonly problems: readonly SyntaxProblem[]) {
    super(problems[0]?.message);
  }
}

/** Line of an offset in `text`, from 1 on. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Deeper than any configuration, and far from what the stack holds. */
export const deepest = 64;

export function tooDeep(line?: number): SyntaxProblems {
  return new SyntaxProblems([
    {
      line,
      message: `it is nested more than ${deepest} levels deep`,
      remedy: 'Remove what is nested: no setting is that deep.',
    },
  ]);
}

/** Assigning it would change the object itself. */
export function protoKey(line?: number): SyntaxProblem {
  return { line, message: 'a key is "__proto__"', remedy: 'Choose another name.' };
}
