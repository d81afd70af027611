import { colorsFor } from '../output/colors.js';
import { nextState, setupLine, setupLines, type SetupState } from './setup-line.js';

const plain = colorsFor({}, {});
const upload = (sentBytes: number) =>
  ({ step: 'upload', sentBytes, totalBytes: 2_900_000, path: '/p' }) as const;

test('an upload has a bar, a share and its megabytes', () => {
  const state = nextState({ kind: 'waiting' }, upload(1_900_000));
  expect(setupLine('web1', state ?? { kind: 'waiting' }, plain, 80)).toBe(
    'web1  ███████░░░  65 %  uploading 1.9 of 2.9 MB',
  );
});

test('steps after the upload keep the bar full; what begins nothing changes nothing', () => {
  const done = nextState({ kind: 'waiting' }, upload(2_900_000)) ?? { kind: 'waiting' };
  expect(nextState(done, { step: 'handshake' })).toMatchObject({
    share: 1,
    text: 'checking that it is our stub',
  });
  expect(nextState(done, { step: 'ready', transport: 'tcp' })).toBeUndefined();
});

test('a line never is wider than the terminal', () => {
  const states: SetupState[] = [
    { kind: 'working', share: 0.5, text: 'x'.repeat(100) },
    { kind: 'failed', text: 'y'.repeat(100) },
  ];
  for (const state of states) expect(setupLine('web1', state, plain, 40)).toHaveLength(40);
});

test('hosts that do not fit are counted; those under way and failures stay', () => {
  const hosts = (['ready', 'ready', 'working', 'failed', 'waiting', 'waiting'] as const).map((kind, at) => ({
    name: `w${at}`,
    state: kind === 'working' ? { kind, text: 'logging in', share: 0 } : { kind, text: kind },
  }));
  expect(setupLines(hosts, plain, { columns: 60, most: 3 })).toEqual([
    'w2  ░░░░░░░░░░   0 %  logging in',
    'w3  ✗ failed',
    '… and 2 ready, 2 waiting',
  ]);
  expect(setupLines(hosts, plain, { columns: 60, most: 6 })).toHaveLength(6);
});
