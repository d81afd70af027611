import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { followed, WebRedirects } from './web-redirects.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Pages by path: a text, or where it leads. */
async function serve(pages: Record<string, string | { to: string }>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''] ?? '';
    asked.push(request.url ?? '');
    if (typeof page === 'string') response.end(page);
    else response.writeHead(302, { location: page.to }).end();
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const refusing = (what: RegExp) => (url: string) =>
  what.test(url)
    ? Promise.reject(Object.assign(new Error(`${url} is near.`), { remedy: 'Use curl.' }))
    : Promise.resolve();

test('redirects are followed where they may lead', async () => {
  const { origin } = await serve({ '/a': { to: '/b' }, '/b': { to: 'c?d=1' }, '/c?d=1': 'the end' });
  const page = await followed(fetch, { href: `${origin}/a`, init: undefined, check: refusing(/near/) });
  expect(await page.text()).toBe('the end');
});

test('one that leads to this machine is not followed, and says so', async () => {
  const { origin, asked } = await serve({ '/a': { to: '/b' }, '/b': { to: '/near' }, '/near': 'secret' });
  const page = await followed(fetch, { href: `${origin}/a`, init: undefined, check: refusing(/near/) });
  expect(await page.text()).toMatch(/\/a leads elsewhere\. .*\/near is near\. Use curl\.$/);
  expect(asked).toEqual(['/a', '/b']);
});

test('neither is one without end, or to what is no page', async () => {
  const { origin, asked } = await serve({ '/a': { to: '/a' }, '/file': { to: 'file:///etc/passwd' } });
  const how = { init: undefined, check: refusing(/near/) };
  expect(await (await followed(fetch, { ...how, href: `${origin}/a` })).text()).toContain('without end');
  expect(asked).toHaveLength(11);
  expect(await (await followed(fetch, { ...how, href: `${origin}/file` })).text()).toContain('file:');
});

test('only what is expected is watched, by every copy, and remembered', async () => {
  const { origin, asked } = await serve({
    '/a': { to: '/near' },
    '/other': { to: '/near' },
    '/near': 'near',
  });
  const [one, other] = [new WebRedirects('box'), new WebRedirects('box')];
  expect(one.wasWatched(`${origin}/a`)).toBe(true);
  one.expect(`${origin}/a`);
  expect(one.wasWatched(`${origin}/a`)).toBe(false);
  expect(await (await fetch(new URL(`${origin}/a`))).text()).toContain('localhost means box');
  expect([one, other].map((each) => each.wasWatched(`${origin}/a`))).toEqual([true, true]);
  expect(await (await fetch(`${origin}/other`)).text()).toBe('near');
  expect(asked).toEqual(['/a', '/other', '/near']);
});
