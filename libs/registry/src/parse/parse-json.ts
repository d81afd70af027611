import { findNodeAtLocation, type Node, parseTree, printParseErrorCode, visit } from 'jsonc-parser';

import { type ConfigPath, showPath } from './config-path.js';
import {
  deepest,
  lineAt,
  type Parsed,
  protoKey,
  type SyntaxProblem,
  SyntaxProblems,
  tooDeep,
} from './parsed.js';
import { quickJson } from './quick-json.js';

export const jsonOptions = { allowTrailingComma: true, disallowComments: false } as const;

const mostProblems = 20;

type Container = Record<string, unknown> | unknown[];

/**
 * Reads JSON with comments and trailing commas. A key that stands twice in one object is a problem: the second would silently
 * take the first one's place.
 */
export function parseJson(text: string): Parsed {
  const problems: SyntaxProblem[] = [];
  const { value } = quickJson(text) ?? { value: build(text, problems) };
  if (problems.length > 0) throw new SyntaxProblems(problems.slice(0, mostProblems));
  let tree: Node | undefined;
  return {
    value,
    lineOf(path) {
      tree ??= parseTree(text, [], jsonOptions);
      return tree && lineAt(text, nodeAt(tree, path).offset);
    },
  };
}

/** The key where `path` ends at one, else the value; the nearest around it where the path goes on beyond the text. */
function nodeAt(tree: Node, path: ConfigPath): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node) return node.parent?.type === 'property' ? node.parent : node;
  }
  return tree;
}

function build(text: string, problems: SyntaxProblem[]): unknown {
  let root: unknown;
  let key: string | undefined;
  const stack: Container[] = [];
  const add = (value: unknown): void => {
    const parent = stack.at(-1);
    if (parent === undefined) root = value;
    else if (Array.isArray(parent)) parent.push(value);
    else if (key !== undefined) parent[key] = value;
  };
  const open = (value: Container, line: number): void => {
    if (stack.length === deepest) throw tooDeep(line + 1);
    add(value);
    stack.push(value);
  };
  const close = (): void => {
    stack.pop();
  };
  visit(
    text,
    {
      onObjectBegin(_offset, _length, line) {
        open({}, line);
      },
      onObjectEnd: close,
      onArrayBegin(_offset, _length, line) {
        open([], line);
      },
      onArrayEnd: close,
      onObjectProperty(name, _offset, _length, line) {
        key = name;
        const parent = stack.at(-1);
        if (name === '__proto__') problems.push(protoKey(line + 1));
        else if (parent && Object.hasOwn(parent, name)) problems.push(twice(name, line + 1));
      },
      onLiteralValue: add,
      onError(error, _offset, _length, line) {
        problems.push({
          line: line + 1,
          message: `it is not JSON: ${inWords(printParseErrorCode(error))}`,
          remedy: 'Correct the line; comments and trailing commas are allowed.',
        });
      },
    },
    jsonOptions,
  );
  return root;
}

function twice(name: string, line: number): SyntaxProblem {
  return {
    line,
    message: `the key ${showPath([name])} stands twice in one object`,
    remedy: 'Keep one of them: the second would take the place of the first.',
  };
}

/** `PropertyNameExpected` → `property name expected` */
function inWords(code: string): string {
  return code.replace(/(?!^)([A-Z])/g, ' $1').toLowerCase();
}
