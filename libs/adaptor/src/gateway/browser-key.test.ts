import { agentScene, secret } from '../testing/agent-scene.js';
import { ask } from '../testing/ask.js';
import { startGateway } from './start-gateway.js';

const page = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-mode': 'navigate' };

async function browser() {
  const scene = await agentScene();
  const root = `http://127.0.0.1:${scene.gateway.port}`;
  scene.agent.answer = ({ url }, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(url.split('?')[0]);
  };
  const led = await ask(root, `/${secret}/`, { headers: page });
  const [set = ''] = led.headers['set-cookie'] as string[];
  return { ...scene, root, led, set, cookie: set.split(';')[0] ?? '' };
}

test('a link leads a browser in, and leaves no secret in its address', async () => {
  const { led, set, cookie, root } = await browser();
  expect(led).toMatchObject({ status: 303, headers: { location: '/', 'referrer-policy': 'no-referrer' } });
  expect(set).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
  expect(set).not.toContain(secret);
  expect(await ask(root, '/', { headers: { ...page, cookie } })).toMatchObject({ status: 200, text: '/' });
  const deep = await ask(root, `/${secret}//evil.example/a`, { headers: page });
  expect(deep).toMatchObject({ status: 303, headers: { location: '/evil.example/a' } });
});

test('pages and files of the interface are the agent host’s, whatever path a page has', async () => {
  const { root, cookie, agent } = await browser();
  const text = async (path: string, headers: Record<string, string> = {}) =>
    (await ask(root, path, { headers: { cookie, ...headers } })).text;
  expect(await text('/assets/index-a1.js')).toBe('/assets/index-a1.js');
  expect(await text('/site.webmanifest')).toBe('/site.webmanifest');
  expect(await text('/L3Nydi9hcHA/session/ses_1', page)).toBe('/');
  expect(await text('/something/new', page)).toBe('/');
  expect((await ask(root, '/something/new', { headers: { cookie } })).status).toBe(501);
  expect((await ask(root, '/something/new', { method: 'POST', headers: { cookie, ...page } })).status).toBe(
    501,
  );
  expect(agent.requests.map(({ url }) => url.split('?')[0])).not.toContain('/something/new');
});

test('a page of another port, which is the same site, does not get in by the cookie', async () => {
  const { root, cookie } = await browser();
  const status = async (headers: Record<string, string>, method = 'GET') =>
    (await ask(root, '/agent', { method, headers: { cookie, ...headers } })).status;
  expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await status({ 'sec-fetch-site': 'same-site' })).toBe(401);
  expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(401);
  expect(await status({ origin: 'http://127.0.0.1:1' }, 'POST')).toBe(403);
  expect(await status({ cookie: `${cookie}x` })).toBe(401);
  expect(await status({ cookie: `other=1; ${cookie}` })).toBe(200);
  expect(await status({ cookie: cookie.replace(/=.*/, '=') })).toBe(401);
});

test('who comes with a password gets the cookie on a page, and nobody else', async () => {
  const { root } = await browser();
  const authorization = `Basic ${Buffer.from(`opencode:${secret}`).toString('base64')}`;
  const given = async (headers: Record<string, string>) =>
    (await ask(root, '/', { headers: { authorization, ...headers } })).headers['set-cookie'];
  expect(await given(page)).toHaveLength(1);
  expect(await given({})).toBeUndefined();
  expect((await ask(root, '/', { headers: page })).headers['set-cookie']).toBeUndefined();
});

test('without an agent host there are no pages', async () => {
  const workspace = { id: 'wrk_1', projectID: 'p1', directory: '/srv/app' };
  const gateway = await startGateway({ host: 'box', workspace, secret });
  try {
    const { status, headers } = await ask(gateway.url, '/', { headers: page });
    expect(status).toBe(503);
    expect(headers).not.toHaveProperty('set-cookie');
  } finally {
    await gateway.close();
  }
});
