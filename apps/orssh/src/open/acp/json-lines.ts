import { StringDecoder } from 'node:string_decoder';
import { Transform } from 'node:stream';

/** A message of JSON-RPC; what is none has none of its fields. */
export interface Message {
  id?: unknown;
  method?: unknown;
  params?: unknown;
  result?: unknown;
  error?: unknown;
}

/** Rewrites the messages of a stream, one on a line; for undefined nothing is passed on, and what is no JSON is passed on as it came. */
export function rewriteLines(rewrite: (message: Message) => Message | undefined): Transform {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  const rewritten = (line: string): string => {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return `${line}\n`;
    }
    if (typeof message !== 'object' || message === null) return `${line}\n`;
    const passed = rewrite(message);
    return passed === undefined ? '' : `${JSON.stringify(passed)}\n`;
  };
  return new Transform({
    decodeStrings: true,
    transform(chunk: Buffer, _encoding, done) {
      const [first = '', ...others] = decoder.write(chunk).split('\n');
      rest.push(first);
      let passed = '';
      for (const next of others) {
        passed += rewritten(rest.join(''));
        rest = [next];
      }
      done(null, passed);
    },
    flush(done) {
      const last = rest.join('');
      done(null, last.trim() === '' ? undefined : rewritten(last));
    },
  });
}
