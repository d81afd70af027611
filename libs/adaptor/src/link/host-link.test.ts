import { BootstrapError } from '@orssh/bootstrap';
import { SimulatedTime } from '@orssh/lease/testing';
import { TunnelError } from '@orssh/tunnel';
import { until } from '@orssh/tunnel/testing';

import { HostLink } from './host-link.js';
import { HostLinks } from './host-links.js';
import type { LinkState } from './link-state.js';
import { type FakeHost, fakeHost as newFakeHost } from './testing/fake-host.js';

const cut = new TunnelError('lost', 'The cable was cut.', { host: 'box', remedy: 'Mend it.' });
const noRoute = new TunnelError('unreachable', 'No route.', { host: 'box', remedy: 'Look.' });
const wrongKey = new TunnelError('auth_failed', 'Not let in.', { host: 'box', remedy: 'A key.' });

let time: SimulatedTime;
let hosts: FakeHost[];
let opening: (() => Promise<FakeHost>)[];
let seen: string[];

beforeEach(() => {
  time = new SimulatedTime();
  hosts = [];
  opening = [];
  seen = [];
});

function fakeHost(): FakeHost {
  const host = newFakeHost();
  hosts.push(host);
  return host;
}

function link(): HostLink {
  const made = new HostLink({
    host: 'box',
    open: () => (opening.shift() ?? (() => Promise.resolve(fakeHost())))(),
    ...{ silenceMs: 25_000, answerMs: 5_000, clock: time.clock(), random: () => 0.5 },
  });
  made.onState((state) => seen.push(shown(state)));
  return made;
}

function shown(state: LinkState): string {
  if (state.name !== 'reconnecting') return state.name;
  return `${state.name} ${state.attempt} in ${state.retryAt - time.now}`;
}

const fails = (error: Error, times: number) => {
  for (let time = 0; time < times; time += 1) opening.push(() => Promise.reject(error));
};

test('a loss is followed by an attempt at once, then after 1, 2, 4 … 30 s', async () => {
  const made = link();
  await made.connect();
  fails(noRoute, 8);
  hosts[0]?.connection.simulateDisconnect(cut);
  await time.run(300_000);
  const waits = [1, 2, 4, 8, 16, 30, 30, 30].map(
    (seconds, at) => `reconnecting ${at + 2} in ${seconds * 1000}`,
  );
  expect(seen).toEqual(['connected', 'reconnecting 1 in 0', ...waits, 'connected']);
  await made.close();
});

test('a connection that is lost as it is made is made again', async () => {
  const made = link();
  opening.push(() => {
    const host = fakeHost();
    host.connection.simulateDisconnect(cut);
    return Promise.resolve(host);
  });
  await made.connect();
  await time.run(300_000);
  expect([seen.at(-1), hosts.length]).toEqual(['connected', 2]);
  await made.close();
});

test.each([
  ['a login that was refused', wrongKey],
  [
    'a host that cannot hold the stub',
    new BootstrapError({ code: 'disk_full', host: 'box', message: 'Full.', remedy: 'Space.' }),
  ],
])('%s is not tried again by itself, and is when somebody asks', async (_name, error) => {
  const made = link();
  fails(error, 1);
  await expect(made.connect()).rejects.toBe(error);
  await time.run(600_000);
  expect(made.state).toEqual({ name: 'failed', error });
  expect(seen).toEqual(['failed']);
  await made.connect();
  expect(seen).toEqual(['failed', 'connecting', 'connected']);
  await made.close();
});

test('silence alone is no loss: the stub is asked, and listened to again', async () => {
  const made = link();
  await made.connect();
  await time.run(120_000);
  expect(seen).toEqual(['connected']);
  expect(hosts).toHaveLength(1);
  await made.close();
});

test('a line that is dead is noticed within half a minute, and cut', async () => {
  const made = link();
  await made.connect();
  const [first] = hosts;
  if (first) first.answers = false;
  await time.run(29_999);
  expect(seen).toEqual(['connected']);
  await time.run(30_000);
  expect(seen).toEqual(['connected', 'reconnecting 1 in 0', 'connected']);
  expect(first?.closed).toBe(1);
  await made.close();
});

test('heartbeats keep it from being asked', async () => {
  const made = link();
  await made.connect();
  const [first] = hosts;
  if (first) first.answers = false;
  for (let beat = 1; beat <= 12; beat += 1) {
    await time.run(beat * 10_000);
    first?.beat();
  }
  await time.run(130_000);
  expect(seen).toEqual(['connected']);
  await made.close();
});

test('another stub in the place of the one that was there is a loss', async () => {
  const made = link();
  await made.connect();
  if (hosts[0]) hosts[0].instance = 'two';
  await time.run(26_000);
  expect(seen).toEqual(['connected', 'reconnecting 1 in 0', 'connected']);
  await made.close();
});

test('who asks while an attempt is under way shares it; who asks between attempts makes one now', async () => {
  const made = link();
  fails(noRoute, 1);
  const both = await Promise.allSettled([made.connect(), made.connect()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(made.state).toMatchObject({ name: 'reconnecting', attempt: 2 });
  await made.connect();
  await time.run(10_000);
  expect(hosts).toHaveLength(1);
  await made.close();
});

test('closing ends what is under way, and what comes of it all the same', async () => {
  const made = link();
  let open: (host: FakeHost) => void = () => undefined;
  opening.push(() => new Promise((resolve) => (open = resolve)));
  const connecting = expect(made.connect()).rejects.toMatchObject({ code: 'closed' });
  const closing = made.close();
  open(fakeHost());
  await Promise.all([connecting, closing]);
  await until(() => hosts[0]?.closed === 1);
  await expect(made.connect()).rejects.toMatchObject({ code: 'closed' });
  expect(seen).toEqual(['closed']);
});

test('the last of those that share a link closes it', async () => {
  const links = new HostLinks();
  const make = () => ({
    host: 'box',
    open: () => Promise.resolve(fakeHost()),
    ...{ silenceMs: 25_000, answerMs: 5_000, clock: time.clock(), random: () => 0.5 },
  });
  const one = links.use('box', make);
  const two = links.use('box', make);
  expect(two.link).toBe(one.link);
  await one.link.connect();
  await one.release();
  await one.release();
  expect(one.link.state.name).toBe('connected');
  await two.release();
  expect([one.link.state.name, hosts[0]?.closed]).toEqual(['closed', 1]);
  expect(links.use('box', make).link).not.toBe(one.link);
});

describe('somebody waits for an answer', () => {
  async function waiting(change: (host: FakeHost) => void): Promise<FakeHost | undefined> {
    const made = link();
    await made.connect();
    const [host] = hosts;
    if (host) change(host);
    made.doubt();
    await time.run(10_000);
    await made.close();
    return host;
  }

  test('a stub that says nothing, on a line where nothing comes, is given up', async () => {
    await waiting((host) => (host.answers = false));
    expect(seen.slice(0, 3)).toEqual(['connected', 'reconnecting 1 in 0', 'connected']);
  });

  test('one that answers is there', async () => {
    await waiting(() => undefined);
    expect(seen).toEqual(['connected', 'closed']);
  });

  test('a line on which something comes is slow, and not dead', async () => {
    await waiting((host) => {
      host.answers = false;
      time.clock().after(3_000, () => (host.connection.received += 1));
    });
    expect(seen).toEqual(['connected', 'closed']);
  });

  test('a request that takes long asks seldom, and not at all where something came since', async () => {
    const made = link();
    await made.connect();
    const [host] = hosts;
    for (let second = 0; second < 60; second += 4) {
      made.doubt();
      host?.beat();
      await time.run(time.now + 4_000);
    }
    expect(host?.asked).toBe(5);
    for (let second = 0; second < 60; second += 4) {
      if (host) host.connection.received += 1;
      made.doubt();
      host?.beat();
      await time.run(time.now + 4_000);
    }
    expect(host?.asked).toBe(5);
    await made.close();
  });
});
