import type { Node } from 'web-tree-sitter';

import { loadGrammar } from './load-grammar.js';

/** A command within a line, as OpenCode's permissions see it. */
export interface SimpleCommand {
  /** With its redirections, where it is all that they belong to. */
  text: string;
  /** Its name and arguments as written, quotes and all; what only the shell can know (`$x`, `$(…)`) is not among them. */
  words: string[];
}

export interface ParsedLine {
  commands: SimpleCommand[];
  /** Names of files that output goes to, or input comes from, as written. */
  redirections: string[];
}

const wordTypes = new Set(['command_name', 'word', 'string', 'raw_string', 'concatenation']);

/** Takes a line for Bash apart. One with mistakes gives what can be recognised. */
export async function parseCommand(line: string): Promise<ParsedLine> {
  const parser = await loadGrammar();
  const tree = parser.parse(line);
  if (!tree) throw new Error('Failed to parse command');
  try {
    return {
      commands: all(tree.rootNode, 'command').map((node) => ({ text: textOf(node), words: wordsOf(node) })),
      redirections: all(tree.rootNode, 'file_redirect').flatMap(destinationOf),
    };
  } finally {
    tree.delete();
  }
}

function all(node: Node, type: string): Node[] {
  return node.descendantsOfType(type).filter((found) => found !== null);
}

function textOf(command: Node): string {
  const { parent } = command;
  return (parent?.type === 'redirected_statement' ? parent.text : command.text).trim();
}

function wordsOf(command: Node): string[] {
  return command.children
    .filter((child) => child !== null && wordTypes.has(child.type))
    .map((child) => child?.text ?? '');
}

function destinationOf(redirection: Node): string[] {
  const destination = redirection.childForFieldName('destination');
  return destination !== null && wordTypes.has(destination.type) ? [destination.text] : [];
}
