import { readFile, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';

import { type CheckedConfig, checkConfig, problemAt, problemsError } from '../config/checked-config.js';
import { compose } from '../config/compose.js';
import { contradictions } from '../config/contradictions.js';
import { RegistryError } from '../errors.js';
import { isCode } from '../find/places.js';
import { pluginEntries } from '../find/plugin-entries.js';
import type { ConfigPath } from '../parse/config-path.js';
import { parseText, placeIn } from '../read/parse-text.js';
import { readError } from '../read/read-file.js';
import type { Registry } from '../registry.js';
import { replaceFile } from '../state/replace-file.js';
import { withFileLock } from '../state/with-file-lock.js';
import type { EditedConfig, TextEdit } from './config-edit.js';
import { notEditable } from './not-editable.js';

export interface ConfigChange {
  file: string;
  /** What a person can do by hand, where a program cannot. */
  byHand: string;
  /** The new text. */
  change: (edited: EditedConfig, edit: TextEdit, config: CheckedConfig) => string;
  /** Whether the new text means what was wanted. */
  isDone: (after: Registry) => boolean;
}

const byteOrderMark = '\ufeff';

/**
 * Changes a configuration file as a whole or not at all. The new text is read and checked before it takes the place of the old
 * one; the file's mode stays, and a link stays a link.
 */
export async function changeConfig({ file, byHand, change, isDone }: ConfigChange): Promise<void> {
  if (isCode(file)) throw notEditable(file, 'it is a program', byHand);
  const real = await realFile(file);
  await withFileLock(real, async () => {
    const whole = await readFile(real, 'utf8');
    const mark = whole.startsWith(byteOrderMark) ? byteOrderMark : '';
    const text = whole.trim() === '' ? '{}\n' : whole.slice(mark.length);
    const before = await checked(file, text);
    const edited = { text, at: before.at, value: before.parsed.value };
    const edit = await editFor(file, text);
    const odd = notEditable(file, 'its form is too unusual', byHand);
    const changed = otherwise(odd, () => change(edited, edit, before));
    const after = await checked(file, changed).catch((error: unknown) => {
      throw isAboutContent(error) ? error : odd;
    });
    if (!isDone(compose([after], []))) throw odd;
    const { mode } = await stat(real);
    await replaceFile(real, mark + changed, { mode: mode & 0o777, durable: true });
  });
}

/** What is wrong is what was to be written, not how the file is made. */
function isAboutContent(error: unknown): error is RegistryError {
  return error instanceof RegistryError && error.code !== 'config_unreadable';
}

function otherwise<T>(error: RegistryError, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw isAboutContent(cause) ? cause : error;
  }
}

async function realFile(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (cause) {
    throw new RegistryError({
      code: 'config_not_found',
      message: `There is no configuration file ${file}.`,
      remedy: 'Run orssh init, or name another file with --config.',
      cause,
    });
  }
}

async function editFor(file: string, text: string): Promise<TextEdit> {
  const isJson = /\.jsonc?$/.test(file) || text.trimStart().startsWith('{');
  return isJson ? (await import('./json-edit.js')).jsonEdit : (await import('./yaml-edit.js')).yamlEdit;
}

/** The configuration in `text`. Throws what is wrong in it, as reading the file would. */
async function checked(file: string, text: string): Promise<CheckedConfig> {
  const parsed = await parseText(file, text).catch((error: unknown) => {
    throw readError(file, error);
  });
  const at = placeOf(file, parsed.value);
  const value = at.reduce<unknown>(
    (part, key) => (part as Record<string | number, unknown> | undefined)?.[key],
    parsed.value,
  );
  const read = {
    file: { path: file, role: 'given' },
    origin: 'user',
    at,
    parsed: { ...parsed, value },
  } as const;
  const result = checkConfig(read);
  if (Array.isArray(result)) throw problemsError('config_invalid', result);
  const against = contradictions(result.config).map((described) => problemAt(read, described));
  if (against.length > 0) throw problemsError('config_invalid', against);
  return result;
}

function placeOf(file: string, value: unknown): ConfigPath {
  if (!/^opencode\.jsonc?$/.test(basename(file))) return placeIn(file);
  return ['plugin', pluginEntries(value)[0]?.index ?? 0, 1];
}
