import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { sshdPath } from '@orssh/tunnel/testing';

import type { AskInput, ToolResult } from '../opencode/tool.js';
import { fileTools } from '../tools/file-tools.js';
import { type RealRemote, startRealRemote } from './real-remote.js';
import { type FakeContext, toolContext } from './tool-context.js';

/** Tools for files of a workspace on a real host. */
export interface RealTools {
  readonly real: RealRemote;
  /** On the same host, beside the workspace's directory. */
  readonly outside: string;
  /** In the workspace's directory. */
  readonly at: (...names: string[]) => string;
  /** Calls a tool; what was asked comes with its result. */
  readonly use: (
    name: string,
    args: Record<string, unknown>,
    context?: FakeContext,
  ) => Promise<ToolResult & { asked: AskInput[] }>;
}

/** A describe block about tools on a real host, for each test of which they know nothing yet; skipped where there is no sshd. */
export function describeRealTools(name: string, tests: (tools: () => RealTools) => void): void {
  const describeWithSshd = sshdPath === undefined ? describe.skip : describe;
  describeWithSshd(name, () => {
    let real: RealRemote;
    let now: RealTools;

    beforeAll(async () => {
      real = await startRealRemote();
      await mkdir(join(dirname(real.directory), 'outside'));
    });

    afterAll(() => real.close());

    beforeEach(() => {
      now = toolsOf(real);
    });

    tests(() => now);
  });
}

function toolsOf(real: RealRemote): RealTools {
  const tools = fileTools(real.remote);
  return {
    real,
    outside: join(dirname(real.directory), 'outside'),
    at: (...names) => join(real.directory, ...names),
    async use(name, args, context = toolContext()) {
      const tool = tools[name];
      if (!tool) throw new Error(`no tool ${name}`);
      return { ...(await tool.execute(args, context)), asked: context.asked };
    },
  };
}

/** A person who says no to this permission, and yes to every other. */
export function rejecting(permission: string): FakeContext {
  return toolContext({
    answer(input) {
      if (input.permission === permission) throw new Error('rejected');
    },
  });
}
