import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { type Message, rewriteLines } from './json-lines.js';

const through = (chunks: (string | Buffer)[], rewrite: (message: Message) => Message | undefined) =>
  text(Readable.from(chunks.map((chunk) => Buffer.from(chunk))).pipe(rewriteLines(rewrite)));

test('messages are rewritten however they are cut', async () => {
  const whole = Buffer.from('{"id":1,"method":"ä"}\n{"id":2}\n');
  const cut = [...whole].map((byte) => Buffer.from([byte]));
  expect(await through(cut, (message) => ({ ...message, id: 7 }))).toBe('{"id":7,"method":"ä"}\n{"id":7}\n');
});

test('one that is dropped leaves no line, and what is no message stays as it is', async () => {
  expect(await through(['{"id":1}\nhello\n3\n{"id":2}'], ({ id }) => (id === 1 ? undefined : { id }))).toBe(
    'hello\n3\n{"id":2}\n',
  );
});
