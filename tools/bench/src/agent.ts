import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { startScriptedModel } from '@orssh/scripted-model';

import { AgentConversation, configOf } from './agent-conversation.js';
import { AgentMemory } from './agent-memory.js';
import { startAgent } from './agent-start.js';
import { type AgentTool, agentTools, manyCalls, textOf } from './agent-tools.js';
import { median } from './measure.js';
import { removeWorkspace, withOpencode } from './opencode-workspace.js';
import { run } from './process.js';
import { environment, type Route, ssh } from './scenario.js';

/** Garbage is collected a while after the work. */
const restMs = 3_000;

export interface AgentRounds {
  tools: number;
  conversations: number;
  /** Of tools, in each conversation. */
  calls: number;
}

/** Milliseconds of one call. */
interface Times {
  here: number[];
  there: number[];
  ssh: number[];
}

/**
 * A scripted model's tool calls on the host, against the built-ins on this machine in the same OpenCode and against `ssh` with a
 * command that does the same, in turns; then a conversation of many calls, and what the agent host takes of this machine.
 */
export async function printAgent(
  opencode: string,
  route: Route,
  where: string,
  rounds: AgentRounds,
): Promise<void> {
  const model = await startScriptedModel();
  try {
    await withOpencode(
      opencode,
      route,
      async (served, home) => {
        const [folder, folderHere] = [join(home, 'files'), join(home, 'files-here')];
        for (const each of [folder, folderHere]) plant(each);
        const memory = new AgentMemory(route.host.folder);
        const here = await AgentConversation.start(served, model);
        await here.prompt([]);
        console.log(`\nThe model of a workspace (${where})`);
        const { id, conversation: there } = await startAgent(served, model, `${route.name}:${folder}`);
        memory.take('after a word');
        const sides = {
          here: { conversation: here, tools: agentTools(folderHere) },
          there: { conversation: there, tools: agentTools(folder) },
        };
        printTools(await timeTools(sides, route, rounds.tools));
        await printConversation(sides, rounds);
        memory.take('after the work');
        await pause(restMs);
        memory.take('a while later');
        await removeWorkspace(served, id);
        memory.take('stopped');
        memory.print();
      },
      configOf(model),
    );
  } finally {
    await model.close();
  }
}

interface Side {
  conversation: AgentConversation;
  tools: AgentTool[];
}

interface Sides {
  here: Side;
  there: Side;
}

async function timeTools({ here, there }: Sides, route: Route, rounds: number): Promise<Map<string, Times>> {
  const env = environment(route);
  const times = new Map<string, Times>();
  for (const { name } of there.tools) times.set(name, { here: [], there: [], ssh: [] });
  const callAll = ({ conversation, tools }: Side, round: number): Promise<number[]> =>
    conversation.durations(tools.map(({ call }) => call(round)));
  for (let round = -1; round < rounds; round++) {
    const tookHere = await callAll(here, round);
    const tookThere = await callAll(there, round);
    if (round < 0) continue;
    for (const [at, { name, command }] of there.tools.entries()) {
      const start = performance.now();
      await run(ssh(route.name, command), { env });
      const tookSsh = performance.now() - start;
      times.get(name)?.here.push(tookHere[at] ?? Number.NaN);
      times.get(name)?.there.push(tookThere[at] ?? Number.NaN);
      times.get(name)?.ssh.push(tookSsh);
    }
  }
  return times;
}

function printTools(times: Map<string, Times>): void {
  console.log(`  milliseconds   here   on the host      ssh   host/here  host/ssh`);
  for (const [name, { here, there, ssh: shell }] of times) {
    const [built, ours, bySsh] = [median(here), median(there), median(shell)];
    console.log(
      `  ${name.padEnd(12)}${cell(built, 7)}${cell(ours, 14)}${cell(bySsh, 9)}` +
        `${cell(ours / built, 10, 2)} ×${cell(ours / bySsh, 8, 2)} ×`,
    );
  }
}

async function printConversation(sides: Sides, { conversations, calls: count }: AgentRounds): Promise<void> {
  const times = { here: [] as number[], there: [] as number[] };
  for (let round = 0; round < conversations; round++) {
    for (const side of ['here', 'there'] as const) {
      const { conversation, tools } = sides[side];
      const calls = manyCalls(tools, count, (round + 1) * 1000);
      const start = performance.now();
      await conversation.durations(calls);
      times[side].push(performance.now() - start);
    }
  }
  const [built, ours] = [median(times.here), median(times.there)];
  console.log(
    `  a prompt with ${count} calls: ${(ours / 1000).toFixed(1)} s on the host, ${(ours / built).toFixed(2)} × the same one here`,
  );
}

function plant(folder: string): void {
  mkdirSync(folder);
  for (let at = 0; at < 200; at++) writeFileSync(join(folder, `file-${at}.txt`), textOf(at));
}

function cell(value: number, width: number, digits = 1): string {
  return value.toFixed(digits).padStart(width);
}
