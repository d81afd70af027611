import { CliError } from '../cli-error.js';
import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { escapeControl } from '../output/escape-control.js';
import type { AgentWishes } from './agent-host.js';
import { askRemote } from './ask-remote.js';
import type { OpenedRemote } from './open-remote.js';

/** What serves it may only be starting. */
const limitMs = 60_000;
const mostNamed = 12;

interface Named {
  model: { path: string; names: (answer: Providers) => string[] };
  agent: { path: string; names: (answer: Agent[]) => string[] };
}

interface Providers {
  providers: { id: string; models: Record<string, unknown> }[];
}

interface Agent {
  name: string;
  hidden?: boolean;
}

const named: Named = {
  model: {
    path: '/config/providers',
    names: ({ providers }) =>
      providers.flatMap(({ id, models }) => Object.keys(models).map((name) => `${id}/${name}`)),
  },
  agent: {
    path: '/agent',
    names: (agents) => agents.filter(({ hidden }) => hidden !== true).map(({ name }) => name),
  },
};

/**
 * Rejects when the OpenCode behind the place has no such model or agent: its own error for that comes late and names none. What cannot
 * be found out is left to OpenCode.
 */
export async function checkWishes(
  cli: Pick<Cli, 'libraries' | 'interrupts'>,
  remote: Pick<OpenedRemote, 'origin' | 'secret'>,
  wishes: AgentWishes,
): Promise<void> {
  const { signal } = cli.interrupts;
  for (const kind of ['model', 'agent'] as const) {
    const wanted = wishes[kind];
    if (wanted === undefined) continue;
    const { path, names } = named[kind];
    const known = await askRemote(remote, path, { signal, limitMs })
      .then((answer) => names(answer as Providers & Agent[]))
      .catch((): string[] => []);
    signal.throwIfAborted();
    if (known.length > 0 && !known.includes(wanted)) throw await unknown(cli, kind, { wanted, known });
  }
}

async function unknown(
  { libraries }: Pick<Cli, 'libraries'>,
  kind: keyof Named,
  { wanted, known }: { wanted: string; known: string[] },
): Promise<CliError> {
  const { didYouMean } = await libraries.registry();
  const question = didYouMean(wanted, known);
  const more = known.length > mostNamed ? ` and ${known.length - mostNamed} more (opencode models)` : '';
  const list = `there is ${known.slice(0, mostNamed).map(escapeControl).join(', ')}${more}`;
  return new CliError({
    code: 'usage',
    message: `OpenCode has no ${kind} ${JSON.stringify(wanted)} here`,
    remedy: question === undefined ? list : `${question} ${list}`,
    exitCode: exitCode.usage,
  });
}
