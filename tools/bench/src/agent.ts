import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startScriptedModel } from '@orssh/scripted-model';

import { median } from './measure.js';
import { call, createWorkspace, removeWorkspace, withOpencode } from './opencode-workspace.js';
import { run } from './process.js';
import { environment, type Route, ssh } from './scenario.js';
import type { ServedOpencode } from './serve-opencode.js';

interface ToolPart {
  type: string;
  tool?: string;
  state?: { status: string; error?: string; time?: { start: number; end?: number } };
}

interface Session {
  id: string;
  workspace: string | undefined;
}

/**
 * A scripted model's tool calls on the host, against the built-ins on this machine in the same OpenCode and against `ssh` with a
 * command that does the same. Prints medians and ratios, then a conversation of 50 calls, then the agent host's memory.
 */
export async function printAgent(
  opencode: string,
  route: Route,
  where: string,
  rounds: number,
): Promise<void> {
  const model = await startScriptedModel();
  const measure = async (served: ServedOpencode, home: string): Promise<void> => {
    const folder = join(home, 'files');
    const id = await createWorkspace(served, `${route.name}:${folder}`, 'local');
    const local = await newSession(served);
    const remote = await newSession(served, id);
    const converse = async (session: Session, calls: Call[]): Promise<number[]> => {
      model.script(...calls.map(({ name, args }) => ({ call: name, args })));
      return durations(served, session, calls.length);
    };
    console.log(`\nTools, milliseconds of one call (${where})`);
    console.log('            here   on the host     ssh   host/here  host/ssh');
    for (const tool of tools(folder)) {
      const times = { here: [] as number[], there: [] as number[], ssh: [] as number[] };
      for (let round = -1; round < rounds; round++) {
        const here = await converse(local, [tool.call(round * 2)]);
        const there = await converse(remote, [tool.call(round * 2 + 1)]);
        const start = performance.now();
        await run(ssh(route.name, tool.command), { env: environment(route) });
        const bySsh = performance.now() - start;
        if (round < 0) continue;
        times.here.push(...here);
        times.there.push(...there);
        times.ssh.push(bySsh);
      }
      const [here, there, shell] = [median(times.here), median(times.there), median(times.ssh)];
      console.log(
        `  ${tool.name.padEnd(6)}${cell(here)}${cell(there, 14)}${cell(shell)}${cell(there / here, 10, 2)} ×${cell(there / shell, 8, 2)} ×`,
      );
    }
    const all = tools(folder);
    const many = Array.from({ length: 50 }, (_, at) => all.at(at % all.length)?.call(1000 + at)).filter(
      (each) => each !== undefined,
    );
    const wall = async (session: Session): Promise<number> => {
      const start = performance.now();
      await converse(session, many);
      return performance.now() - start;
    };
    const here = await wall(await newSession(served));
    const there = await wall(await newSession(served, id));
    console.log(`  a conversation of 50 calls: ${(there / here).toFixed(2)} × the same one here`);
    console.log(`  agent host: ${agentMegabytes().toFixed(0)} MB (PSS) after it`);
    await removeWorkspace(served, id);
    console.log(`  agent host: ${agentMegabytes().toFixed(0)} MB (PSS) when its workspace is gone`);
  };
  try {
    await withOpencode(
      opencode,
      route,
      async (served, home) => {
        const folder = join(home, 'files');
        mkdirSync(folder);
        for (let at = 0; at < 200; at++) writeFileSync(join(folder, `file-${at}.txt`), text(at));
        await measure(served, home);
      },
      { ...model.config, permission: 'allow' },
    );
  } finally {
    await model.close();
  }
}

interface Call {
  name: string;
  args: Record<string, unknown>;
}

interface Tool {
  name: string;
  /** Each on another file. */
  call: (at: number) => Call;
  /** Does about the same by `ssh`. */
  command: string;
}

/** Both sides are this machine's disk: the paths are the same. */
function tools(folder: string): Tool[] {
  const file = (at: number): string => join(folder, `file-${(at + 202) % 200}.txt`);
  const call = (name: string, args: (at: number) => Call['args'], command: string): Tool => ({
    ...{ name, command },
    call: (at) => ({ name, args: args(at) }),
  });
  return [
    call('read', (at) => ({ filePath: file(at) }), `cat ${file(0)}`),
    call(
      'write',
      (at) => ({ filePath: join(folder, `new-${at}.txt`), content: text(at) }),
      `cat ${file(0)} > ${folder}/w`,
    ),
    call(
      'edit',
      (at) => ({ filePath: file(at), oldString: ' 7 of ', newString: ' 7 of  ', replaceAll: true }),
      `sed -i 's/ 7 of /&&/' ${file(-3)}`,
    ),
    call('glob', () => ({ pattern: '**/*-1?.txt', path: folder }), `find ${folder} -name '*-1?.txt'`),
    call(
      'grep',
      () => ({ pattern: 'line 9 of 1\\d', path: folder }),
      `grep -rnE 'line 9 of 1[0-9]' ${folder}`,
    ),
    call('bash', () => ({ command: 'true', description: 'Nothing' }), 'true'),
  ];
}

function text(at: number): string {
  return Array.from({ length: 50 }, (_, line) => `line ${line} of ${at}\n`).join('');
}

async function newSession(served: ServedOpencode, workspace?: string): Promise<Session> {
  const query = workspace === undefined ? '' : `?workspace=${workspace}`;
  const { id } = await call<{ id: string }>(served, 'POST', `/session${query}`, {});
  return { id, workspace };
}

/** Has the model take its turns; resolves with how long each of the last `count` tool calls took. */
async function durations(served: ServedOpencode, session: Session, count: number): Promise<number[]> {
  const parts = [{ type: 'text', text: 'Go on.' }];
  await call(served, 'POST', `/session/${session.id}/message`, { parts });
  const messages = await call<{ parts: ToolPart[] }[]>(served, 'GET', `/session/${session.id}/message`);
  const calls = messages.flatMap((message) => message.parts).filter(({ type }) => type === 'tool');
  return calls.slice(-count).map(({ tool, state }) => {
    if (state?.status !== 'completed') throw new Error(`${String(tool)} is ${JSON.stringify(state)}`);
    return (state.time?.end ?? Number.NaN) - (state.time?.start ?? Number.NaN);
  });
}

/** Of all agent hosts of this user, in proportion where pages are shared. */
function agentMegabytes(): number {
  let kilobytes = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes('ORSSH_AGENT_HOST=')) continue;
      const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
      kilobytes += Number(pss ?? 0);
    } catch {
      // It has ended meanwhile.
    }
  }
  return kilobytes / 1024;
}

function cell(value: number, width = 8, digits = 1): string {
  return value.toFixed(digits).padStart(width);
}
