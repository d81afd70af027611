import { checkWebAddress } from './web-address.js';

const own = () => ['10.1.2.3', 'fd00::7'];
const check = (url: string, addresses: string[] = []) =>
  checkWebAddress(url, 'box', { own, resolve: () => Promise.resolve(addresses) });

test.each([
  'http://localhost:3000/',
  'http://app.localhost/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://[::1]:80/',
  'http://[::ffff:127.0.0.1]/',
  'http://0.0.0.0:8080',
  'http://169.254.169.254/latest',
  'http://[fe80::1]/',
  'http://10.1.2.3/',
  'https://[fd00::7]/',
])('%s is on this machine', async (url) => {
  await expect(check(url)).rejects.toMatchObject({
    code: 'not_here',
    remedy: expect.stringContaining('curl') as string,
  });
});

test('a name of this machine is one of its addresses', async () => {
  await expect(check('https://laptop.example/', ['203.0.113.4', '10.1.2.3'])).rejects.toThrow(
    'localhost means box',
  );
});

test.each(['https://example.org/', 'http://10.1.2.4/', 'http://192.168.0.1/', 'no url'])(
  '%s is somewhere else',
  async (url) => {
    await expect(check(url, ['203.0.113.4'])).resolves.toBeUndefined();
  },
);

test('a name that does not resolve is not refused here', async () => {
  const resolve = () => Promise.reject(new Error('ENOTFOUND'));
  await expect(checkWebAddress('https://nowhere.invalid/', 'box', { own, resolve })).resolves.toBeUndefined();
});
