import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A user of this machine that exists for a test. */
export interface TestUser {
  name: string;
  password: string;
  home: string;
  remove(): Promise<void>;
}

/** Only root can make users. */
export const canMakeUsers = process.getuid?.() === 0;

let made = 0;

/** Makes a user with a home, a password and a login shell. Needs {@link canMakeUsers}. */
export async function makeTestUser(shell = '/bin/sh'): Promise<TestUser> {
  const name = `orssh-t${process.pid}-${++made}`;
  const password = `pass ${Math.random().toString(36).slice(2)}`;
  const hash = (await run('openssl', ['passwd', '-6', password])).stdout.trim();
  await run('useradd', ['--create-home', '--shell', shell, '--password', hash, name]);
  return {
    name,
    password,
    home: `/home/${name}`,
    async remove() {
      await run('userdel', ['--force', '--remove', name]).catch(() => undefined);
    },
  };
}
