import { type Admission, Door } from './door.js';

const secret = 'abcdefghijklmnop';
const port = 4567;
const door = new Door({ secret, port, agentToken: 'f00d'.repeat(8) });
const basic = { authorization: `Basic ${Buffer.from(`opencode:${secret}`).toString('base64')}` };

function admit(headers: Record<string, string>, target = `/${secret}/path`): string {
  const admission: Admission = door.admit({ target, headers: { host: `127.0.0.1:${port}`, ...headers } });
  return 'refused' in admission ? admission.refused : admission.of;
}

test.each([
  ['127.0.0.1:4567', 'client'],
  ['LocalHost:4567', 'client'],
  ['[::1]:4567', 'client'],
  ['', 'host'],
  ['127.0.0.1', 'host'],
  ['127.0.0.1:45670', 'host'],
  ['127.0.0.1:04567', 'host'],
  ['127.0.0.1:4567.', 'host'],
  ['localhost.:4567', 'host'],
  ['localhost:4567 ', 'host'],
  ['127.1:4567', 'host'],
  ['2130706433:4567', 'host'],
  ['0.0.0.0:4567', 'host'],
  ['[::ffff:127.0.0.1]:4567', 'host'],
  ['::1:4567', 'host'],
  ['evil.example:4567', 'host'],
  ['127.0.0.1:4567@evil.example', 'host'],
  ['evil.example, 127.0.0.1:4567', 'host'],
  // What an agent host calls it, which has its own token.
  ['stub', 'host'],
])('of Host %p it says %s', (host, said) => {
  expect(admit({ host })).toBe(said);
});

test.each([
  ['http://127.0.0.1:4567', 'client'],
  ['HTTP://LOCALHOST:4567', 'client'],
  ['http://[::1]:4567', 'client'],
  ['', 'origin'],
  ['null', 'origin'],
  ['https://127.0.0.1:4567', 'origin'],
  ['http://127.0.0.1', 'origin'],
  ['http://127.0.0.1:4568', 'origin'],
  ['http://127.0.0.1:4567/', 'origin'],
  ['http://127.0.0.1:4567.', 'origin'],
  ['http://localhost.:4567', 'origin'],
  ['http://evil.example, http://127.0.0.1:4567', 'origin'],
  ['file://', 'origin'],
  ['ws://127.0.0.1:4567', 'origin'],
])('of Origin %p it says %s, whatever else it is given', (origin, said) => {
  expect(admit({ origin })).toBe(said);
  expect(admit({ origin, ...basic }, '/path')).toBe(said);
});

test.each([
  ['/', 'secret'],
  ['', 'secret'],
  ['/abcdefghijklmno/path', 'secret'],
  ['/abcdefghijklmnopq/path', 'secret'],
  ['/ABCDEFGHIJKLMNOP/path', 'secret'],
  ['/%61bcdefghijklmnop/path', 'secret'],
  ['/./abcdefghijklmnop/path', 'secret'],
  ['//abcdefghijklmnop/path', 'secret'],
  ['/abcdefghijklmnop%2Fpath', 'secret'],
  ['/abcdefghijklmnop;x/path', 'secret'],
  ['/x/../abcdefghijklmnop/path', 'secret'],
  ['/abcdefghijklmnop', 'client'],
  ['/abcdefghijklmnop?x=1', 'client'],
])('%p gets %s', (target, said) => {
  expect(admit({}, target)).toBe(said);
});

test.each([
  ['Bearer abcdefghijklmnop', 'secret'],
  [`Bearer ${'f00d'.repeat(8)}`, 'agent'],
  [`bearer  ${'f00d'.repeat(8)}`, 'agent'],
  [`Bearer ${'f00d'.repeat(8)}0`, 'secret'],
  [`Basic ${Buffer.from(`:${secret}`).toString('base64')}`, 'secret'],
  [`Basic ${Buffer.from(`opencode:${secret}:`).toString('base64')}`, 'secret'],
  [`Basic ${Buffer.from(`Opencode:${secret}`).toString('base64')}`, 'secret'],
  [basic.authorization, 'client'],
])('%p gets %s', (authorization, said) => {
  expect(admit({ authorization }, '/path')).toBe(said);
});

test('a password that a browser adds to what another page asks for opens nothing; following a link does', () => {
  const asked = (headers: Record<string, string>) => admit({ ...basic, ...headers }, '/path');
  for (const site of ['cross-site', 'same-site', 'anything']) {
    const from = { 'sec-fetch-site': site };
    expect(asked({ ...from, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' })).toBe('origin');
    expect(asked({ ...from, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' })).toBe('origin');
    expect(asked({ ...from, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' })).toBe('client');
    expect(asked(from)).toBe('origin');
  }
  for (const site of ['same-origin', 'none']) expect(asked({ 'sec-fetch-site': site })).toBe('client');
  expect(asked({})).toBe('client');
});
