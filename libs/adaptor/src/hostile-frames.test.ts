import { encodeFrame } from '@orssh/protocol';

import { hostileClient } from './testing/hostile-client.js';

const start = encodeFrame('meta', { type: 'start', id: 'exe_1', offset: 0, pid: 7 });
const exit = encodeFrame('meta', {
  ...{ type: 'exit', exitCode: 0, signal: null, timedOut: false, killed: false, end: 2, durationMs: 1 },
});
const meta = (told: object): Uint8Array => encodeFrame('meta', told);
const asks = (at: number): Uint8Array =>
  meta({
    type: 'permission',
    request: { id: `per_${at}`, sessionID: '', permission: 'x', patterns: [], always: [], metadata: {} },
  });

test.each<[string, Uint8Array[]]>([
  ['of no kind that there is', [Buffer.from([9, 9, 9, 9, 0, 0, 0, 0])]],
  ['of a second beginning', [start]],
  ['of output behind the end', [exit, encodeFrame('stdout', Buffer.from('x'))]],
  ['of output that was lost backwards', [meta({ type: 'cut', from: 5, to: -1e300 })]],
  ['of questions without an end', Array.from({ length: 1000 }, (_, at) => asks(at))],
  ['that are deep', [encodeFrame('meta', Buffer.from('['.repeat(100_000)))]],
  ['of an exit code that is none', [meta({ type: 'exit', exitCode: 1e300, signal: null })]],
])('frames %s end the following', async (_what, told) => {
  const { stub, client } = await hostileClient();
  stub.answer = () => ({ body: Buffer.concat([start, ...told]) });
  const command = await client.exec({ argv: ['x'] }, { onPermission: () => Promise.resolve(undefined) });
  const read = async (): Promise<void> => {
    for await (const { data } of command.output) expect(data).toBeDefined();
  };
  const outcome = await Promise.allSettled([read(), command.exit]);
  expect(outcome[1].status === 'rejected' ? outcome[1].reason : { code: 'ended' }).toMatchObject({
    code: told[0] === exit ? 'ended' : 'hostile_response',
  });
});
