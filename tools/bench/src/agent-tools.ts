import { join } from 'node:path';

export interface AgentCall {
  name: string;
  args: Record<string, unknown>;
}

export interface AgentTool {
  name: string;
  /** Each with another file. */
  call: (at: number) => AgentCall;
  /** Does about the same by `ssh`. */
  command: string;
}

const files = 200;

/** What a model uses most. Both sides are this machine's disk: the paths are the same. */
export function agentTools(folder: string): AgentTool[] {
  const file = (at: number): string => join(folder, `file-${(at + files + 2) % files}.txt`);
  const fresh = (name: string, at: number): string => join(folder, `${name}-${at}.txt`);
  const tool = (name: string, args: (at: number) => AgentCall['args'], command: string): AgentTool => ({
    ...{ name, command },
    call: (at) => ({ name, args: args(at) }),
  });
  return [
    tool('bash', () => ({ command: 'true', description: 'Nothing' }), 'true'),
    tool('read', (at) => ({ filePath: file(at) }), `cat ${file(0)}`),
    tool(
      'write',
      (at) => ({ filePath: fresh('new', at), content: textOf(at) }),
      `cat ${file(0)} > ${folder}/w`,
    ),
    tool(
      'edit',
      (at) => ({ filePath: file(at), oldString: ' 7 of ', newString: ' 7 of  ', replaceAll: true }),
      `sed -i 's/ 7 of /&&/' ${file(-3)}`,
    ),
    tool('glob', () => ({ pattern: '**/*-1?.txt', path: folder }), `find ${folder} -name '*-1?.txt'`),
    tool(
      'grep',
      () => ({ pattern: 'line 9 of 1\\d', path: folder }),
      `grep -rnE 'line 9 of 1[0-9]' ${folder}`,
    ),
    tool(
      'apply_patch',
      (at) => ({ patchText: `*** Begin Patch\n*** Add File: ${fresh('patch', at)}\n+one\n*** End Patch` }),
      `echo one > ${folder}/p`,
    ),
  ];
}

/** So many calls of one model, the tools one after the other. */
export function manyCalls(all: AgentTool[], count: number, first: number): AgentCall[] {
  const tools = all.filter(({ name }) => name !== 'apply_patch');
  return Array.from({ length: count }, (_, at) => tools[at % tools.length]?.call(first + at)).filter(
    (call) => call !== undefined,
  );
}

export function textOf(at: number): string {
  return Array.from({ length: 50 }, (_, line) => `line ${line} of ${at}\n`).join('');
}
