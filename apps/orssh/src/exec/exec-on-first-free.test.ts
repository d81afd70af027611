import type { FleetExecOptions } from '../commands/exec.js';
import { hostSession } from '../host/session.js';
import { fakeCli } from '../testing/fake-cli.js';
import { FakeCommand, fakeHost } from '../testing/fake-command.js';
import { tempHome } from '../testing/temp-home.js';
import { execOnFirstFree } from './exec-on-first-free.js';

const { TunnelError } = await import('@orssh/tunnel');

const home = tempHome();

/** Three hosts of a registry; `open` plays what opening one of them does. */
function three(open: (name: string) => void) {
  const hosts = ['a', 'b', 'c'].map((name) => ({ name, ssh: { host: name } }));
  home.write('.orsshrc.json', JSON.stringify({ providers: { lab: { hosts } } }));
  const opened: string[] = [];
  const adaptor = () =>
    Promise.resolve({
      openHost: (target: string) => {
        opened.push(target);
        open(target);
        return Promise.resolve(fakeHost(() => Promise.resolve(new FakeCommand().end())).host);
      },
    });
  const env = { HOME: home.path, XDG_STATE_HOME: home.path };
  const cli = fakeCli({ env, cwd: home.path, libraries: { adaptor: adaptor as never } });
  const options: FleetExecOptions = { input: false, provider: 'lab', one: true, parallel: 1 };
  const session = hostSession(cli, options, 'quiet');
  return { cli, opened, run: () => execOnFirstFree({ cli, session, options, words: ['true'], targets: [] }) };
}

const dead = (host: string) => new TunnelError('refused', `${host} is dead.`, { host, remedy: '' });

test('a host that cannot be reached is passed over for the next, and goes last from then on', async () => {
  const { cli, opened, run } = three((name) => {
    if (name === 'a') throw dead(name);
  });
  expect(await run()).toBe(0);
  expect(opened).toEqual(['a', 'b']);
  expect(cli.stderr.text).toBe('orssh: a is passed over: a is dead.\n');
  expect(await run()).toBe(0);
  expect(opened).toEqual(['a', 'b', 'b']);
});

test('where none can be reached the last one’s failure is the command’s', async () => {
  const { opened, run } = three((name) => {
    throw dead(name);
  });
  await expect(run()).rejects.toThrow('c is dead.');
  expect(opened).toEqual(['a', 'b', 'c']);
});

test('a connection that was lost may have run the command, which runs nowhere else then', async () => {
  const { opened, run } = three((name) => {
    throw new TunnelError('lost', `${name} is lost.`, { host: name, remedy: '' });
  });
  await expect(run()).rejects.toThrow('a is lost.');
  expect(opened).toEqual(['a']);
});
