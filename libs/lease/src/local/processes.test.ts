import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { eventually } from '../testing/eventually.js';
import { tempDir } from '../testing/temp-dir.js';
import { parseStat, procProcesses } from './proc-processes.js';
import type { Processes } from './process-identity.js';
import { psProcesses } from './ps-processes.js';

const testOnLinux = process.platform === 'linux' ? test : test.skip;

test.each(['node', 'a b', '(', ')', ') Z 1 2', '((x) y)', 'new\nline', ''])(
  'a command called %j does not move the fields of its stat',
  (name) => {
    const stat = `42 (${name}) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 123456 777 88\n`;
    expect(parseStat(stat)).toEqual({ state: 'S', startTime: '123456' });
  },
);

test.each(['', '1', '1 (x', '1 (x)', '1 (x) S 1 2', `1 (x) ${'S '.repeat(40)}`])('%j is no stat', (stat) => {
  expect(() => parseStat(stat)).toThrow();
});

testOnLinux('a process with an awkward name is followed to its end', async () => {
  const program = join(await tempDir(), 'a) Z 1 (b');
  symlinkSync(process.execPath, program);
  const child = spawn(program, ['-e', 'setInterval(() => undefined, 1000)']);
  const pid = child.pid ?? 0;
  await once(child, 'spawn');
  const stat = parseStat(await eventually(() => statOf(pid)));
  const processes = procProcesses();
  const identity = { ...processes.self(), pid, startTime: stat.startTime };
  expect(processes.fate(identity)).toBe('alive');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processes.fate(identity)).toBe('gone');
});

const both: [string, () => Processes][] = [['ps', () => psProcesses(realPs)]];
if (process.platform === 'linux') both.push(['/proc', () => procProcesses()]);

test.each(both)(
  'by %s, this process is alive, and another one of its number, or before the boot, is not',
  (_by, make) => {
    const processes = make();
    const self = processes.self();
    expect(self.pid).toBe(process.pid);
    expect(processes.fate(self)).toBe('alive');
    expect(processes.fate({ ...self, startTime: 'another' })).toBe('reused');
    expect(processes.fate({ ...self, bootID: 'another' })).toBe('previous_boot');
    expect(processes.fate({ ...self, pid: 2 ** 22 + 5 })).toBe('gone');
  },
);

testOnLinux('a process of another container cannot be judged', () => {
  const processes = procProcesses();
  expect(processes.fate({ ...processes.self(), pidNamespace: 'pid:[1]' })).toBe('unknown');
});

test('a ps that cannot be run says nothing of a process', () => {
  const processes = psProcesses((program) => {
    if (program === 'sysctl') return 'boot';
    throw Object.assign(new Error('spawn ps ENOENT'), { code: 'ENOENT' });
  });
  expect(processes.fate({ pid: 1, startTime: 'x', bootID: 'boot' })).toBe('unknown');
});

test('where a boot has no id, its time is one', () => {
  const processes = psProcesses((program, args) => {
    if (program === 'ps') return 'Wed Nov 25 10:00:00 2026\n';
    if (args[1] === 'kern.boottime') return '{ sec = 1764000000, usec = 77 } Tue Nov 25 00:00:00 2026\n';
    throw new Error('unknown oid');
  });
  expect(processes.self()).toMatchObject({ bootID: '1764000000', startTime: 'Wed Nov 25 10:00:00 2026' });
});

/** The real ps, and the sysctl of a system that has one of its own. */
function realPs(program: string, args: readonly string[]): string {
  if (program === 'sysctl') return '5F1C\n';
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

function statOf(pid: number): string | undefined {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
