import {
  approvalSchema,
  commandSchema,
  encodeFrame,
  healthSchema,
  leaseGrantSchema,
  leaseSchema,
  revokedSchema,
} from '@orssh/protocol';
import {
  type Asked,
  everywhere,
  httpLies,
  type Schema,
  steeringText,
  type Told,
} from '@orssh/protocol/testing';

/** Longer than anything that is shown. */
export const huge = 'A'.repeat(300_000);
export const deep = '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000);

const answers: Record<string, [schema: Schema, list?: 'list']> = {
  'GET /stub/v1/exec': [commandSchema, 'list'],
  'GET /stub/v1/lease': [leaseSchema, 'list'],
  'GET /stub/v1/approvals': [approvalSchema, 'list'],
  'POST /stub/v1/approvals': [approvalSchema],
  'DELETE /stub/v1/approvals': [revokedSchema],
  'GET /global/health': [healthSchema],
};

/** All that may be told is a lie. */
export function answerOf({ method, path, body }: Asked, lie: string | number): Told {
  if (`${method} ${path}` === 'POST /stub/v1/exec') return frames(lie, { killed: body.includes('killed') });
  if (`${method} ${path}` === 'POST /stub/v1/lease') {
    const { id } = JSON.parse(body.toString()) as { id: string };
    const grant = everywhere(leaseGrantSchema, lie) as { lease: object };
    return { json: { ...grant, lease: { ...grant.lease, id } } };
  }
  const [schema, list] = answers[`${method} ${path}`] ?? [commandSchema];
  const one = everywhere(schema, lie);
  return { json: list ? [one, one] : one };
}

/** Of a command that ended by a signal, or failed for a reason that is told. */
function frames(lie: string | number, { killed }: { killed: boolean }): Told {
  const text = typeof lie === 'string' ? lie : 'text';
  const number = typeof lie === 'number' ? lie : 1;
  return {
    body: Buffer.concat([
      encodeFrame('meta', { type: 'start', id: text, offset: number, pid: number, loose: text }),
      encodeFrame('meta', { type: 'cut', from: 0, to: Math.abs(number) }),
      encodeFrame('meta', {
        ...{ type: 'exit', exitCode: killed ? null : 1, signal: killed ? text.slice(0, 32) : null },
        ...{ timedOut: false, killed: false, end: number, durationMs: number, hint: text },
      }),
    ]),
  };
}

const endless = httpLies.find(({ name }) => name === 'pieces without an end');
/** Ways to answer whatever is asked. */
export const lies: [string, (asked: Asked) => Told][] = [
  ['escapes in all that is text', (asked) => answerOf(asked, steeringText)],
  ['texts that are huge', (asked) => answerOf(asked, huge)],
  ['numbers that are huge', (asked) => answerOf(asked, 1e300)],
  ['numbers below nothing', (asked) => answerOf(asked, -1e300)],
  ['numbers between', (asked) => answerOf(asked, 0.5)],
  ['what is deep', () => ({ body: Buffer.from(deep) })],
  ['what is no JSON', () => ({ body: Buffer.from(steeringText) })],
  ['what has no end', () => ({ bytes: endless?.bytes(Buffer.alloc(0)) ?? [] })],
  [
    'errors with escapes',
    () => ({
      status: 500,
      json: { name: steeringText, data: { message: steeringText, code: steeringText, path: steeringText } },
    }),
  ],
];
