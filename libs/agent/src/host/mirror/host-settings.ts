import { parse, type ParseError } from 'jsonc-parser';

import { agentOf, commandOf } from './agents-and-commands.js';
import { isRecord, tightened, usersRules } from './tightened.js';

/** What a host's opencode.json has to say here. */
export interface HostSettings {
  agent: Record<string, Record<string, unknown>>;
  command: Record<string, Record<string, unknown>>;
  /** `default_agent`, `model`, `small_model`, `permission`. */
  choices: Record<string, unknown>;
  /** Patterns of files below the folder. */
  instructions: string[];
  /** Names of what acts on the machine that reads it, and is left out. */
  ignored: string[];
}

const choices = ['default_agent', 'model', 'small_model'];
const harmless = ['$schema', 'theme', 'keybinds', 'tui', 'username', 'layout'];

/** Reads only what is text or choice: what could run, fetch or read something here never leaves this function. */
export function hostSettings(text: string, users: Record<string, unknown>): HostSettings {
  const settings: HostSettings = { agent: {}, command: {}, choices: {}, instructions: [], ignored: [] };
  const errors: ParseError[] = [];
  const json: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || !isRecord(json))
    return { ...settings, ignored: ['all of it, for it is not JSON'] };
  for (const [key, value] of Object.entries(json)) {
    if (harmless.includes(key)) continue;
    if (choices.includes(key)) {
      if (typeof value === 'string' && value.length <= 500 && !refers(value)) settings.choices[key] = value;
      else settings.ignored.push(key);
    } else if (key === 'permission') {
      const kept = tightened(value, ...usersRules(users));
      if (kept) settings.choices[key] = kept;
      if (JSON.stringify(value).includes('"allow"')) settings.ignored.push('permission: allow');
    } else if ((key === 'agent' || key === 'mode') && isRecord(value)) {
      Object.assign(
        settings.agent,
        each(value, (one, name) => agentOf(one, { name, users })),
      );
    } else if (key === 'command' && isRecord(value)) {
      Object.assign(settings.command, each(value, commandOf));
    } else if (key === 'instructions' && Array.isArray(value)) {
      const patterns = value.filter((one) => typeof one === 'string');
      settings.instructions = patterns.filter(isBelow);
      if (settings.instructions.length < value.length) settings.ignored.push('instructions from elsewhere');
    } else settings.ignored.push(key);
  }
  return settings;
}

/** A pattern of files that stays in its folder. */
export function isBelow(pattern: string): boolean {
  return (
    pattern.length <= 500 &&
    !/^(?:[/~\\]|[a-z][a-z0-9+.-]*:)/i.test(pattern) &&
    !pattern.split('/').includes('..') &&
    !refers(pattern) &&
    !/\p{C}/u.test(pattern)
  );
}

/** OpenCode would put a variable or a file of this machine in its place. */
function refers(text: string): boolean {
  return /\{(?:env|file):/.test(text);
}

function each(
  described: Record<string, unknown>,
  read: (one: unknown, name: string) => Record<string, unknown> | undefined,
): Record<string, Record<string, unknown>> {
  const all = Object.entries(described).flatMap(([name, one]) => {
    const kept = isName(name) ? read(one, name) : undefined;
    return kept ? [[name, kept] as const] : [];
  });
  return Object.fromEntries(all);
}

/** Of an agent or a command. */
export function isName(name: string): boolean {
  return name !== '__proto__' && /^[\p{L}\p{N}_][\p{L}\p{N}_ ./-]{0,99}$/u.test(name) && !refers(name);
}
