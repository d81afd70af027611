import type { OpenedRemote } from './open-remote.js';
import type { PromptOptions, SessionOptions } from './opencode-options.js';

type Where = Pick<OpenedRemote, 'origin' | 'directory'>;

/** Of `opencode attach`. */
export function attachArguments(
  { origin }: Where,
  { continue: last, session }: SessionOptions,
  passed: readonly string[],
): string[] {
  return ['attach', origin, ...sessionArguments({ continue: last, session }), ...passed];
}

/** Of `opencode run`: the prompt comes last, and nothing in it is an option. */
export function promptArguments(
  { origin, directory }: Where,
  { words, passed }: { words: readonly string[]; passed: readonly string[] },
  options: PromptOptions,
): string[] {
  const { agent, model, format, file = [], command, title, variant, auto, json } = options;
  return [
    ...['run', '--attach', origin, '--dir', directory],
    ...sessionArguments(options),
    ...option('--agent', agent),
    ...option('--model', model),
    ...option('--format', format ?? (json ? 'json' : undefined)),
    ...file.flatMap((name) => option('--file', name)),
    ...option('--command', command),
    ...option('--title', title),
    ...option('--variant', variant),
    ...(auto ? ['--auto'] : []),
    ...passed,
    ...(words.length > 0 ? ['--', ...words] : []),
  ];
}

function sessionArguments({
  continue: last,
  session,
}: Pick<SessionOptions, 'continue' | 'session'>): string[] {
  return [...(last ? ['--continue'] : []), ...option('--session', session)];
}

/** In one word: a value may begin with a dash. */
function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${name}=${value}`];
}
