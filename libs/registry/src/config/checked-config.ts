import { type ConfigProblem, RegistryError, type RegistryErrorCode } from '../errors.js';
import { type ConfigPath, showPath } from '../parse/config-path.js';
import type { Parsed } from '../parse/parsed.js';
import type { ConfigFile } from '../registry.js';
import { type Described, describeIssue } from './describe-issue.js';
import { type Config, configSchema } from './schema.js';

/** A configuration as it was read: `at` is where in the file it begins (`["orssh"]` in package.json). */
export interface ReadConfig {
  file: ConfigFile;
  /** Whose file it is: a project's comes with somebody else's repository. */
  origin: 'user' | 'project';
  at: ConfigPath;
  parsed: Parsed;
}

export interface CheckedConfig extends ReadConfig {
  config: Config;
}

/** The problem as a person is told it. */
export function problemAt(
  { file, at, parsed }: ReadConfig,
  { path, message, remedy }: Described,
): ConfigProblem {
  const whole = [...at, ...path];
  const shown = showPath(whole);
  return {
    file: file.path,
    line: parsed.lineOf(whole),
    path: shown,
    message: `${shown === '' ? 'the configuration' : shown} ${message}`,
    remedy,
  };
}

/** The configuration, or everything that is wrong in it. */
export function checkConfig(read: ReadConfig): CheckedConfig | ConfigProblem[] {
  const value = read.parsed.value ?? {};
  const checked = configSchema.safeParse(value);
  if (checked.success) return { ...read, config: checked.data };
  return checked.error.issues
    .flatMap((issue) => describeIssue(issue, value))
    .map((described) => problemAt(read, described));
}

/** One error for all `problems`; the first is in its message. */
export function problemsError(
  code: RegistryErrorCode,
  problems: readonly ConfigProblem[],
  cause?: unknown,
): RegistryError {
  const [first] = problems;
  const place = first?.line === undefined ? first?.file : `${first.file}, line ${first.line}`;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new RegistryError({
    code,
    message: `${place ?? 'The configuration'}: ${first?.message ?? 'it cannot be used'}${more}`,
    remedy: first?.remedy ?? 'Correct it.',
    problems,
    cause,
  });
}
