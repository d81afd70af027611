import { type StubClient, StubError } from '@orssh/adaptor';
import type { ExecRequest } from '@orssh/protocol';

import type { FolderRules } from '../../opencode/folder-rules.js';
import type { Tool, ToolContext, ToolResult } from '../../opencode/tool.js';
import type { AwayOptions, Remote } from '../../remote/index.js';
import { checkedArguments } from '../call/checked-arguments.js';
import type { FinalResults } from '../final-results.js';
import type { Running, RunningTool } from '../running.js';
import { askForCommand, askForPlaces } from './ask-for-command.js';
import { type BashArguments, bashArguments } from './bash-arguments.js';
import { bashResult } from './bash-result.js';
import { KeptOutput, type OutputLimits } from './kept-output.js';
import { usualLimits } from './output-limits.js';
import { runForTool } from './run-for-tool.js';

export interface BashToolOptions {
  /** Where the whole result is put, for `tool.execute.after`; without, OpenCode cuts it once more. */
  results?: FinalResults;
  limits?: () => OutputLimits;
  rules?: Pick<FolderRules, 'forbid'>;
  env?: NodeJS.ProcessEnv;
}

export type BashRemote = Pick<Remote, 'host' | 'facts' | 'path' | 'look'> & {
  stub: Pick<StubClient, 'exec' | 'attach' | 'killKey' | 'command' | 'health' | 'call'>;
};

/** What OpenCode takes when a call names none. */
const usualTimeoutMs = 120_000;
/** What OpenCode adds to it. */
const timeoutSlackMs = 100;
const maxTimeoutMs = 30 * 24 * 60 * 60_000;
/** Of output that can be read again after a lost connection; all of it is in the file. */
const keepBytes = 1024 * 1024;
const environment = { AGENT: '1', OPENCODE: '1', TERM: 'dumb' };
/** For what is only said along. */
const answerMs = 30_000;

/** OpenCode's `bash`, with the command on the host. */
export function bashTool(remote: BashRemote, running: Running, options: BashToolOptions = {}): Tool {
  return {
    description: 'Runs a command on the host of this workspace.',
    args: bashArguments,
    async execute(given, context) {
      const args = checkedArguments('bash', bashArguments, given);
      const shown = running(context, given as Record<string, unknown>);
      const output = new KeptOutput(options.limits?.() ?? usualLimits);
      const { rules } = options;
      const call = new BashCall(remote, {
        context,
        shown,
        output,
        rules,
        timeoutMs: timeoutOf(args, options),
      });
      try {
        const result = await call.run(args);
        return options.results?.keep(context, result) ?? result;
      } finally {
        await shown.end();
      }
    },
  };
}

interface BashCallOptions {
  context: ToolContext;
  shown: RunningTool;
  output: KeptOutput;
  rules?: Pick<FolderRules, 'forbid'>;
  timeoutMs: number;
}

class BashCall {
  private away: string | undefined;

  constructor(
    private readonly remote: BashRemote,
    private readonly how: BashCallOptions,
  ) {}

  async run({ command, workdir }: BashArguments): Promise<ToolResult> {
    const { remote } = this;
    const { context, shown, rules, timeoutMs } = this.how;
    if (command === '') throw new Error('The command is empty.');
    const away = { signal: context.abort, onAway: this.onAway };
    const cwd = await directoryOf(remote, workdir, away);
    const asked = { command, cwd, env: environment };
    const allow = await askForCommand(remote, asked, { context, rules, ...away });
    shown.show({ output: '' });
    await context.noted?.();
    const request: ExecRequest = {
      ...{ command, cwd, keepBytes, sessionID: context.sessionID, saveOutput: true },
      ...{ streams: 'merged', onFull: 'cut', onDenied: 'fail' },
      env: environment,
      timeoutMs: Math.min(Math.ceil(timeoutMs) + timeoutSlackMs, maxTimeoutMs),
    };
    try {
      return await this.execute({ ...request, allow }, command);
    } catch (error) {
      if (!isRefused(error)) throw error;
      const more = await askForPlaces(remote, { ...asked, allow }, { context, rules, ...away });
      if (more.length === 0) throw error;
      return await this.execute({ ...request, allow: [...allow, ...more] }, command);
    }
  }

  private async execute(request: ExecRequest, command: string): Promise<ToolResult> {
    const { stub, host } = this.remote;
    const { context, output, timeoutMs } = this.how;
    const { id, ...ran } = await runForTool(stub, request, {
      ...{ host, abort: context.abort, onAway: this.onAway },
      onOutput: ({ data }) => {
        output.add(data);
        this.show();
      },
      onCut: (bytes) => {
        output.lost(bytes);
      },
    });
    output.end();
    const outputPath = output.isCut && id !== undefined ? await this.pathOfOutput(id) : undefined;
    return bashResult({ ...ran, command, host, output, timeoutMs, outputPath });
  }

  private async pathOfOutput(id: string): Promise<string | undefined> {
    const signal = AbortSignal.any([this.how.context.abort, AbortSignal.timeout(answerMs)]);
    return this.remote.stub.command(id, { signal }).then(
      ({ outputPath }) => outputPath,
      () => undefined,
    );
  }

  private readonly onAway = (why: string | undefined): void => {
    this.away = why;
    this.show();
  };

  private show(): void {
    const { shown, output } = this.how;
    const { away } = this;
    // Where somebody waits for the host, that is what there is to see.
    if (away === undefined) shown.show({ output: output.shown() });
    else shown.show({ output: `${output.shown()}\n\n${away}\n`, away });
  }
}

async function directoryOf(
  remote: BashRemote,
  workdir: string | undefined,
  away: AwayOptions,
): Promise<string> {
  if (workdir === undefined || !/^~(?:\/|$)/.test(workdir)) return remote.path(workdir ?? '.');
  return remote.path((await remote.facts(away)).home + workdir.slice(1));
}

function timeoutOf({ timeout }: BashArguments, { env = process.env }: BashToolOptions): number {
  const usual = Number(env['OPENCODE_EXPERIMENTAL_BASH_DEFAULT_TIMEOUT_MS']);
  return timeout ?? (Number.isInteger(usual) && usual > 0 ? usual : usualTimeoutMs);
}

/** The host has seen more than was asked about. */
function isRefused(error: unknown): boolean {
  return error instanceof StubError && error.kind === 'PermissionRequiredError';
}
