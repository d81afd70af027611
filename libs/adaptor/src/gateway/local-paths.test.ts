import { LocalPaths } from './local-paths.js';
import { stubPath } from './stub-path.js';

const paths = new LocalPaths('/home/me/my app', '/srv/app');
const mapped = (body: unknown): unknown =>
  JSON.parse(paths.bytes(Buffer.from(JSON.stringify(body))).toString());

test('files of the local project become the host’s, others and everything else stay', () => {
  const text = { type: 'text', text: 'see file:///home/me/my%20app/a' };
  const file = (url: string, path: string) => ({
    type: 'file',
    mime: 'text/plain',
    url,
    source: { type: 'file', path },
  });
  expect(
    mapped({
      agent: 'build',
      parts: [
        text,
        file('file:///home/me/my%20app/src/a%20b.ts?start=3&end=5', '/home/me/my app/src/a b.ts'),
        file('file:///home/me/my%20apple/a', 'src/a.ts'),
        file('data:text/plain;base64,aGk=', '/etc/hosts'),
      ],
    }),
  ).toEqual({
    agent: 'build',
    parts: [
      text,
      file('file:///srv/app/src/a%20b.ts?start=3&end=5', '/srv/app/src/a b.ts'),
      file('file:///home/me/my%20apple/a', 'src/a.ts'),
      file('data:text/plain;base64,aGk=', '/etc/hosts'),
    ],
  });
});

test('a body that is none of a prompt stays as it is, to the byte', () => {
  for (const text of ['', 'nonsense', '[]', '{"parts": 3}', '{ "a" : 1 }']) {
    expect(paths.bytes(Buffer.from(text)).toString()).toBe(text);
  }
});

test('the path of a request for files is the host’s', () => {
  const path = (target: string) => stubPath(target, 'wrk_1', paths)?.path;
  expect(path('/file?path=%2Fhome%2Fme%2Fmy+app%2Fsrc')).toBe(
    '/file?path=%2Fsrv%2Fapp%2Fsrc&workspace=wrk_1',
  );
  expect(path('/file?path=src&directory=/home/me&workspace=wrk_2')).toBe('/file?path=src&workspace=wrk_1');
});
