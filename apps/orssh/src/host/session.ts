import type { OpenHostOptions, RemoteHost } from '@orssh/adaptor';
import type { Reaching } from '@orssh/adaptor/workspace';
import type { ManageOptions } from '@orssh/bootstrap';
import type { RegistryHost } from '@orssh/registry';
import type { Connection } from '@orssh/tunnel';

import type { Cli } from '../cli.js';
import { escapeControl } from '../output/escape-control.js';
import { isLive, plainProgress, type Progress } from '../output/progress.js';
import { SpinnerProgress } from '../output/spinner-progress.js';
import type { Asker } from '../prompts/asker.js';
import { askOncePerKey } from '../prompts/ask-once-per-key.js';
import { sshPrompter } from '../prompts/ssh-prompter.js';
import { TerminalAsker } from '../prompts/terminal-asker.js';
import { describeStep } from './describe-step.js';
import { type Locator, locator } from './locate.js';
import type { TargetOptions } from './target-options.js';

/** One run of a command that reaches a host: who to ask, what to show, how to open it. */
export interface HostSession extends Locator {
  readonly progress: Progress;
  /** Absent when nobody can or may be asked. */
  readonly asker: Asker | undefined;
  /** The host with its stub running. The caller closes it. */
  openHost(target: string, options?: OpenOptions): Promise<RemoteHost>;
  /** What the person and the command line bring to a connection that somebody else makes. */
  readonly reaching: Reaching;
  /** The SSH connection alone, and what managing the stub over it needs. The caller closes it. */
  connect(target: string, options?: OpenOptions): Promise<ReachedHost>;
}

/** What else than the session's own counts for one host. */
export interface OpenOptions extends Pick<
  OpenHostOptions,
  'ifRunning' | 'stubs' | 'onProgress' | 'signal' | 'onlyKey'
> {
  /** The registry's host, where it was found already; null where it has none. */
  host?: RegistryHost | null;
  /** Commands are to run there: the host's terms count. */
  runsCommands?: boolean;
}

/** A host that is reached without its stub. */
export interface ReachedHost {
  readonly connection: Connection;
  readonly manageOptions: ManageOptions;
}

/**
 * `shown` is what shows where there is no terminal: `lines` for a command whose business is the steps; or a display of its
 * own, with or without one.
 */
export function hostSession(
  cli: Cli,
  options: TargetOptions,
  shown: 'quiet' | 'lines' | Progress,
): HostSession {
  const live = isLive(cli, options);
  const progress = typeof shown === 'string' ? progressFor(cli, options, shown) : shown;
  const asker = canAsk(cli, options)
    ? new TerminalAsker(cli.openTerminal, progress, cli.interrupts)
    : undefined;
  const prompter = asker && askOncePerKey(sshPrompter(asker));
  const { signal } = cli.interrupts;
  const located = locator(cli, options, progress);
  const optionsFor = (host: RegistryHost | undefined): OpenHostOptions => ({
    ssh: host?.ssh,
    identityFile: options.identity,
    installRoot: options.installRoot ?? host?.settings.installRoot,
    idleTimeout: host?.settings.idleTimeout,
    prompter,
    signal,
    timeoutMs: options.connectTimeout ?? host?.settings.tunnel.connectTimeoutMs,
    answerTimeoutMs: host?.settings.tunnel.healthTimeoutMs,
    env: cli.env,
    onProgress: (event) => {
      if (event.step === 'notice') progress.note(`orssh: ${escapeControl(event.message)}`);
      const text = describeStep(event, live);
      if (text !== undefined) progress.step(text);
    },
  });
  const { identityFile, installRoot, timeoutMs, onProgress } = optionsFor(undefined);
  return {
    ...located,
    progress,
    asker,
    reaching: { prompter, identityFile, installRoot, timeoutMs, onProgress },
    async openHost(target, { host: given, runsCommands, ...own } = {}) {
      const [host, { openHost }] = await Promise.all([
        given === undefined ? located.locate(target) : (given ?? undefined),
        cli.libraries.adaptor(),
      ]);
      const terms = runsCommands ? host?.settings : undefined;
      return openHost(target, { ...optionsFor(host), terms, ...own });
    },
    async connect(target, { host: given, ...own } = {}) {
      const [host, { connectHost }] = await Promise.all([
        given === undefined ? located.locate(target) : (given ?? undefined),
        cli.libraries.adaptor(),
      ]);
      const how = { ...optionsFor(host), ...own };
      const connection = await connectHost(target, how);
      return { connection, manageOptions: { installRoot: how.installRoot, signal } };
    },
  };
}

function progressFor(cli: Cli, options: TargetOptions, plain: 'quiet' | 'lines'): Progress {
  if (isLive(cli, options)) return new SpinnerProgress(cli.stderr);
  return plainProgress(cli.stderr, options.verbose ? 'lines' : options.json ? 'quiet' : plain);
}

/** A person is there when one of the standard streams is a terminal; the question itself goes to /dev/tty. */
function canAsk(cli: Cli, { input }: TargetOptions): boolean {
  if (!input || ![cli.stdin, cli.stdout, cli.stderr].some(({ isTTY }) => isTTY === true)) return false;
  const terminal = cli.openTerminal();
  terminal?.close();
  return terminal !== undefined;
}
