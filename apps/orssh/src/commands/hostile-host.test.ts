import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { steeringText } from '@orssh/protocol/testing';

import { canaries } from '../testing/canaries.js';
import { answerOf, deep, huge, lies } from '../testing/lying-answers.js';
import { type LyingHost, type Ran, startLyingHost } from '../testing/lying-host.js';

const { sshdPath } = await import('@orssh/tunnel/testing');
const describeWithSshd = sshdPath === undefined ? describe.skip : describe;
const enough = 120_000;

/** What a terminal obeys, or what turns text; a tab and the end of a line are none of it. */
const steers = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;
const asking: string[][] = [
  ['ps', 'box', '--all'],
  ['kill', 'box', '--all'],
  ['leases', 'list', 'box'],
  ['leases', 'steal', 'box', '--yes'],
  ['approvals', 'list', 'box'],
  ['approvals', 'add', 'box', '/srv'],
  ['approvals', 'revoke', 'box', '--all'],
  ['doctor', 'box'],
  ['exec', 'box', '--', 'true'],
  ['exec', 'box', '--', 'killed'],
  ['exec', 'box', '--lease', 'exclusive', '--', 'true'],
];
/** Of what this machine has kept of it; nothing is asked. */
const kept: string[][] = [
  ['hosts', 'list'],
  ['hosts', 'show', 'box'],
  ['leases', 'list'],
];
const managing: string[][] = [
  ['status', 'box'],
  ['stop', 'box'],
  ['rotate', 'box'],
  ['gc', 'box'],
  ['setup', 'box'],
  ['doctor', 'box'],
  ['uninstall', 'box', '--yes'],
];

function expectPlain({ code, out, err }: Ran, { json }: { json: boolean }): void {
  expect(out + err).not.toMatch(steers);
  expect([0, 1, 3, 125, 255, 128]).toContain(code);
  expect(out + err).not.toContain('this is a fault of orssh');
  if (code === 255) expect(out + err).toContain('box');
  if (json) for (const line of out.split('\n').filter(Boolean)) JSON.parse(line);
}

describeWithSshd('a host that lies', () => {
  let host: LyingHost;
  beforeAll(async () => {
    host = await startLyingHost();
  });
  afterAll(() => host.close());
  beforeEach(() => host.install());

  /** As a person runs it, and a script that wants JSON. */
  async function everyWay(words: string[], { home = 'home' } = {}): Promise<void> {
    const dashes = words.indexOf('--');
    const at = dashes < 0 ? words.length : dashes;
    for (const [isTTY, json] of [
      [true, false],
      [false, true],
    ] as const) {
      const flags = json ? ['--json'] : [];
      const ran = await host.orssh([...words.slice(0, at), ...flags, ...words.slice(at)], {
        isTTY,
        env: { HOME: join(host.folder, home) },
      });
      try {
        expectPlain(ran, { json });
      } catch (cause) {
        throw new Error(
          `${words.join(' ')} tty=${isTTY} json=${json} ${JSON.stringify(ran).slice(0, 2000)}`,
          { cause },
        );
      }
    }
  }

  test.each(lies)(
    '%s: what asks the stub shows text, and ends',
    async (_name, answer) => {
      host.stub.answer = answer;
      for (const words of asking) {
        const before = host.stub.asked.length;
        await everyWay(words);
        expect(host.stub.asked.length).toBeGreaterThan(before);
      }
      await everyWay(['hosts', 'test', 'box']);
      for (const words of kept) await everyWay(words);
    },
    enough,
  );

  const names = [
    'version',
    'state',
    'reason',
    'log',
    'enforcement',
    'enforcementWhy',
    'sha256',
    'pid',
    'startedAt',
    'commands',
  ];
  const told: [string, string][] = [
    ...[steeringText, huge, 1e300, -1e300, { a: [{}] }].map((lie): [string, string] => [
      JSON.stringify(lie).slice(0, 40),
      JSON.stringify({
        running: true,
        rotated: true,
        wasRunning: true,
        ...Object.fromEntries(names.map((name) => [name, lie])),
      }),
    ]),
    ['deep', `{"running":true,"version":${deep}}`],
    ['escapes', steeringText],
    ['an array', '[]'],
  ];

  test.each(told)(
    'what its program says (%s) is shown as text',
    async (_name, printed) => {
      for (const what of ['status', 'stop', 'rotate', 'gc']) await host.program.tell(what, `${printed}\n`);
      host.stub.answer = (asked) => answerOf(asked, steeringText);
      for (const words of [...managing, ...kept]) {
        await everyWay(words);
      }
    },
    enough,
  );

  test(
    'what is said of a stub that starts is shown as text',
    async () => {
      for (const [name, value] of Object.entries(host.ready)) {
        if (typeof value !== 'string') continue;
        for (const lie of [steeringText, `/${steeringText}`]) {
          await host.program.tell(
            'launch',
            `ORSSH-READY ${JSON.stringify({ ...host.ready, [name]: lie })}\n`,
          );
          await everyWay(['setup', 'box'], { home: `unknown-${name}` });
        }
      }
      const failed = { v: 1, code: steeringText, message: steeringText };
      await host.program.tell('launch', `ORSSH-ERROR ${JSON.stringify(failed)}\n`);
      await everyWay(['setup', 'box'], { home: 'unknown' });
    },
    enough,
  );

  test(
    'no program of this machine is run for it but ssh, of which it knows nothing',
    async () => {
      const { path, ran } = await canaries(host.folder);
      for (const [, answer] of lies.slice(0, 1)) {
        host.stub.answer = answer;
        for (const words of [...asking, ...managing]) {
          await host.orssh(words, { env: { PATH: path } });
        }
      }
      expect(await ran()).toEqual([]);
    },
    enough,
  );

  test('the log has escapes', async () => {
    await mkdir(join(host.folder, 'root', 'log'), { recursive: true });
    await writeFile(join(host.folder, 'root', 'log', 'stub.log'), `${steeringText}\n`);
    expectPlain(await host.orssh(['logs', 'box'], { isTTY: true }), { json: false });
  });
});
