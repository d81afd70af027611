import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stubBinary } from './stub-binary.js';

/** How a stub is started, which decides what it can hold commands with. */
export type GuardKind = 'as it is' | 'Landlock' | 'user namespace';

const user = 54321;

/** Takes namespaces away from what it starts, as a host may. */
const withoutNamespaces = `
  echo 0 > /proc/sys/user/max_user_namespaces; echo 0 > /proc/sys/user/max_mnt_namespaces; exec "$@"`;

/** A stub of its own on this machine, with one workspace. */
export class GuardStub {
  private constructor(
    private readonly at: { port: number; token: string },
    readonly stop: () => void,
  ) {}

  static async start(kind: GuardKind): Promise<GuardStub> {
    const home = mkdtempSync(join(tmpdir(), 'orssh-guard-stub-'));
    const [binary, root, directory] = [join(home, 'stub'), join(home, 'root'), join(home, 'work')];
    copyFileSync(stubBinary(), binary);
    chmodSync(binary, 0o755);
    mkdirSync(directory);
    const isRoot = process.getuid?.() === 0;
    if (kind === 'user namespace' && isRoot)
      for (const path of [home, directory]) chownSync(path, user, user);
    const before = {
      'as it is': [],
      Landlock: ['unshare', '--map-root-user', 'sh', '-c', withoutNamespaces, 'sh'],
      'user namespace': isRoot
        ? ['setpriv', `--reuid=${String(user)}`, `--regid=${String(user)}`, '--clear-groups']
        : [],
    }[kind];
    const env = { PATH: process.env['PATH'] ?? '', HOME: home };
    const call = (...args: string[]): string => {
      const [program = '', ...rest] = [...before, binary, ...args];
      return execFileSync(program, rest, { env, encoding: 'utf8' });
    };
    const ready = JSON.parse(
      call('launch', '--root', root, '--with-token').replace(/^ORSSH-READY /, ''),
    ) as GuardStub['at'];
    const stub = new GuardStub(ready, () => {
      call('stop', '--root', root);
      rmSync(home, { recursive: true, force: true });
    });
    await stub.request('/experimental/workspace', { id: 'wrk_bench', directory, projectID: 'bench' });
    return stub;
  }

  /** What it holds commands with, in its own words. */
  async level(): Promise<{ enforcement: string; enforcementWhy: string }> {
    const { stub } = JSON.parse(await this.request('/global/health')) as {
      stub: { enforcement: string; enforcementWhy: string };
    };
    return stub;
  }

  /** Runs `true` to its end. */
  async run(enforcement: 'off' | 'best-effort'): Promise<void> {
    const command = { argv: ['true'], workspaceID: 'wrk_bench', enforcement };
    const frames = await this.request('/stub/v1/exec?follow=true', command);
    if (!frames.includes('"exitCode":0')) throw new Error(`true did not run: ${frames}`);
  }

  private async request(path: string, body?: unknown): Promise<string> {
    const answer = await fetch(`http://127.0.0.1:${String(this.at.port)}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${this.at.token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${text}`);
    return text;
  }
}
