import { AnchorPaths } from './gateway/agent/anchor-paths.js';
import { ReplaceBytes } from './replace-bytes.js';

const replacer = (...pairs: [string, string][]): ReplaceBytes =>
  new ReplaceBytes(pairs.map(([from, to]) => ({ from: Buffer.from(from), to: Buffer.from(to) })));

/** However the bytes are cut. */
function everyCut(make: () => ReplaceBytes, text: string): Set<string> {
  const bytes = Buffer.from(text);
  const results = new Set<string>();
  for (let size = 1; size <= bytes.length; size++) {
    const one = make();
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) parts.push(one.feed(bytes.subarray(at, at + size)));
    results.add(Buffer.concat([...parts, one.end()]).toString());
  }
  return results;
}

test('texts are replaced wherever the bytes are cut', () => {
  const make = () => replacer(['/a/anchor', '/srv/app'], ['orssh-file://', 'file://']);
  const text = 'x/a/anchor/src /a/anch /a/a/anchor"orssh-file:///a/anchor" orssh-file:/ ü/a/anchor/a/ancho';
  expect(everyCut(make, text)).toEqual(
    new Set(['x/srv/app/src /a/anch /a/srv/app"file:///srv/app" orssh-file:/ ü/srv/app/a/ancho']),
  );
});

test('of two that begin alike the longer one counts', () => {
  const make = () => replacer(['/a', '/'], ['/a/', '/']);
  expect(everyCut(make, '"/a" "/a/b" /a')).toEqual(new Set(['"/" "/b" /']));
});

test('nothing is kept back but what may go on', () => {
  const one = replacer(['/a/anchor', '/srv']);
  expect(one.feed(Buffer.from('data: {"x":"/a/anchor/b"}\n\n')).toString()).toBe('data: {"x":"/srv/b"}\n\n');
  expect(one.feed(Buffer.from('tail /a/anc')).toString()).toBe('tail ');
  expect(one.end().toString()).toBe('/a/anc');
});

test.each([
  ['/srv/app', '{"d":"/srv/app","f":"/srv/app/x"}'],
  ['/srv/app/', '{"d":"/srv/app","f":"/srv/app/x"}'],
  ['/', '{"d":"/","f":"/x"}'],
  ['/srv/"q" ü', '{"d":"/srv/\\"q\\" ü","f":"/srv/\\"q\\" ü/x"}'],
])('a folder of the agent host is the directory %s', (directory, expected) => {
  const anchor = '/home/me/my "state"/anchor-1';
  const one = new AnchorPaths(anchor, directory).replacer();
  const said = JSON.stringify({ d: anchor, f: `${anchor}/x` });
  expect(Buffer.concat([one.feed(Buffer.from(said)), one.end()]).toString()).toBe(expected);
});

test('a folder within a URL is one within a URL', () => {
  const said = (anchor: string): string => {
    const one = new AnchorPaths(anchor, '/srv/my app').replacer();
    const text = `"${anchor}" "file://${encodeURI(anchor)}/a" "?d=${encodeURIComponent(anchor)}"`;
    return Buffer.concat([one.feed(Buffer.from(text)), one.end()]).toString();
  };
  const expected = '"/srv/my app" "file:///srv/my%20app/a" "?d=%2Fsrv%2Fmy%20app"';
  expect(said('/my state/anchor-1')).toBe(expected);
  expect(said('/state/anchor-1')).toBe(expected);
});

test('whatever folder and workspace a request names, the agent host is asked for its own', () => {
  const paths = new AnchorPaths('/anchor', '/srv/app');
  const query = (target: string) => [...new URL(paths.target({ path: target }), 'http://x').searchParams];
  expect(query('/session?directory=/etc&workspace=wrk_2&limit=3&path=app')).toEqual([
    ['limit', '3'],
    ['directory', '/anchor'],
  ]);
  expect(query('/api/model?location[directory]=/etc&location=%7B%7D&location%5Bworkspace%5D=w')).toEqual([
    ['directory', '/anchor'],
    ['location[directory]', '/anchor'],
  ]);
});
