import type { MakeAgentHost } from '@orssh/adaptor';

import type { Cli } from '../cli.js';
import type { HostSession } from '../host/session.js';
import type { CommonOptions } from '../host/target-options.js';
import { escapeControl } from '../output/escape-control.js';
import { heldAnswers } from '../prompts/held-answers.js';
import { oneAtATime } from './one-at-a-time.js';
import type { Place } from './parse-place.js';
import { placeWorkspace } from './place-workspace.js';
import { plainFailure } from './plain-failure.js';

export interface OpenRemote {
  cli: Cli;
  session: HostSession;
  options: CommonOptions;
  place: Place;
  agent: MakeAgentHost | undefined;
  /** Shown to a person while OpenCode is not there to show it. */
  say: (text: string) => void;
}

/** A folder of a host as an OpenCode server on this machine. */
export interface OpenedRemote {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Of the user `opencode`, and the first part of a path. */
  readonly secret: string;
  readonly host: string;
  /** Absolute, on the host. */
  readonly directory: string;
  /** Whether a model runs for it. */
  readonly hasAgent: boolean;
  /** Ends what runs here for it and gives the lease back; the stub goes on until it is idle. Bounded in time. */
  close(): Promise<void>;
}

/** Reaches the host as the other commands do, with a person to ask. Rejects with why it cannot be had; nothing is left open then. */
export async function openRemote(how: OpenRemote): Promise<OpenedRemote> {
  const { cli, session, options, place, agent, say } = how;
  const { openWorkspaces, workspaceType: type } = await cli.libraries.workspaces();
  const { reaching } = session;
  const answers = reaching.prompter && heldAnswers(reaching.prompter);
  let isOpen = false;
  const workspaces = openWorkspaces({
    registry: () => session.registry(),
    env: cli.env,
    attached: true,
    agent,
    // OpenCode has the terminal then: nobody is asked, nothing is drawn.
    reaching: () => ({
      ...reaching,
      prompter: isOpen ? answers?.repeated : answers?.asking,
      onProgress: isOpen ? undefined : reaching.onProgress,
    }),
    notify: ({ level, message }) => {
      // Why it cannot be opened is the error of it.
      if (isOpen || level !== 'error') say(`orssh: ${escapeControl(message)}`);
    },
    log: (level, message) => {
      if (options.verbose && level !== 'debug') say(`orssh: ${escapeControl(message)}`);
    },
  });
  const { signal } = cli.interrupts;
  const stop = (): void => void workspaces.close();
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    const id = await placeWorkspace({
      ...{ workspaces, type, place },
      alone: (name, work) => oneAtATime(cli, name, work),
    });
    isOpen = true;
    const {
      host,
      directory,
      url = '',
      agent: running,
    } = workspaces.status().find((one) => one.id === id) ?? gone();
    const { origin, pathname } = new URL(url);
    const close = (): Promise<void> => workspaces.close();
    return { origin, secret: pathname.slice(1), host, directory, hasAgent: running !== undefined, close };
  } catch (error) {
    await workspaces.close();
    throw plainFailure(error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function gone(): never {
  throw new Error('the workspace was closed while it was being opened');
}
