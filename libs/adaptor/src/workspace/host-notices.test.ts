import { SimulatedTime } from '@orssh/lease/testing';
import { TunnelError } from '@orssh/tunnel';

import type { LinkState } from '../link/link-state.js';
import { HostNotices } from './host-notices.js';
import type { OpenWorkspace } from './open-workspace.js';
import type { Note } from './workspaces.js';

const error = new TunnelError('lost', 'The connection to box was lost.', { host: 'box', remedy: 'Look.' });

let time: SimulatedTime;
let notes: Note[];
let published: string[];
let state: LinkState;
let tell: (state: LinkState) => void;
let held: HostNotices['held'];

function start(workspaces: number): void {
  time = new SimulatedTime();
  notes = [];
  published = [];
  const link = {
    get state() {
      return state;
    },
    remote: undefined,
  };
  const opened = new Map(
    Array.from({ length: workspaces }, (_, at) => {
      const publish = ({ properties }: { properties: Record<string, unknown> }) =>
        published.push(`${at} ${String(properties['status'])}`);
      return [`wrk_${at}`, { id: `wrk_${at}`, use: { link }, gateway: { publish } }];
    }),
  ) as unknown as Map<string, OpenWorkspace>;
  const notices = new HostNotices(
    {
      clock: time.clock(),
      timeouts: { quiet: 2000, silence: 0, answer: 0, remove: 0, close: 0, retry: 0 },
      notify: (note) => notes.push(note),
      log: () => undefined,
      opened,
    },
    'box',
    link,
  );
  held = (...level) => {
    notices.held(...level);
  };
  tell = (next) => {
    state = next;
    notices.hear(next);
  };
  tell({ name: 'connected', since: 0 });
}

const away = (attempt: number): LinkState => ({ name: 'reconnecting', attempt, error, retryAt: 0 });
const back = (): LinkState => ({ name: 'connected', since: time.now });

test('what is over within two seconds is told to nobody', async () => {
  start(2);
  tell(away(1));
  await time.run(1900);
  tell(back());
  await time.run(60_000);
  expect([notes, published]).toEqual([[], []]);
});

test('a longer loss is told once for all workspaces of the host, and so is its end', async () => {
  start(2);
  tell(away(1));
  await time.run(2500);
  for (let attempt = 2; attempt < 6; attempt += 1) tell(away(attempt));
  await time.run(9000);
  tell(back());
  expect(notes).toEqual([
    {
      ...{ level: 'warning', title: 'box' },
      message: 'Lost box: The connection to box was lost. Trying again; what runs there goes on.',
    },
    { level: 'success', title: 'box', message: 'box is back after 9 s.' },
  ]);
  expect(published).toEqual(
    ['disconnected', 'connecting', 'connected'].flatMap((status) => [`0 ${status}`, `1 ${status}`]),
  );
});

test('a line that comes and goes is told of once a minute', async () => {
  start(1);
  for (let second = 0; second < 100; second += 10) {
    tell(away(1));
    await time.run(second * 1000 + 5000);
    tell(back());
    await time.run((second + 10) * 1000);
  }
  expect(notes.map(({ level }) => level)).toEqual(['warning', 'success', 'warning', 'success']);
  expect(notes[0]?.workspaceID).toBe('wrk_0');
});

test('a login that is refused is told at once, with what to do', () => {
  start(1);
  const refused = new TunnelError('auth_failed', 'box did not let ann log in.', { host: 'box', remedy: 'x' });
  tell({ name: 'failed', error: refused });
  expect(notes).toMatchObject([
    {
      level: 'error',
      message: expect.stringMatching(/did not let ann log in\. Check the user name/) as string,
    },
  ]);
  expect(published).toEqual(['0 error']);
});

test('that commands are not held is told once, with the reason', () => {
  start(1);
  held({ enforcement: 'advisory', enforcementWhy: 'the kernel has no Landlock' }, 'best-effort');
  held({ enforcement: 'advisory', enforcementWhy: 'the kernel has no Landlock' }, 'best-effort');
  expect(notes.map(({ message }) => message)).toEqual([
    'Commands on box are not held to what you approve: the kernel has no Landlock.',
  ]);
});

test('that commands are held is told to nobody, but that they are not to be is', () => {
  start(1);
  held({ enforcement: 'kernel ABI 7', enforcementWhy: '' }, 'best-effort');
  expect(notes).toEqual([]);
  held({ enforcement: 'kernel ABI 7', enforcementWhy: '' }, 'off');
  expect(notes.map(({ level, message }) => [level, message])).toEqual([
    [
      'warning',
      'Commands on box are not held to what you approve: the configuration says "enforcement": "off".',
    ],
  ]);
});
