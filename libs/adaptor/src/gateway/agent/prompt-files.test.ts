import { fileOnHost } from './file-url.js';
import { PromptFiles } from './prompt-files.js';
import type { ReadFile } from './read-file.js';

const { signal } = new AbortController();
const asked: unknown[] = [];
const readFile: ReadFile = (request) => {
  asked.push(request);
  if (request.path.endsWith('.gone')) return Promise.reject(new Error(`File not found: ${request.path}`));
  if (request.path.endsWith('/src')) {
    const output = `<path>${request.path}</path>\n<type>directory</type>\n<entries>\na.ts\n</entries>`;
    return Promise.resolve({ output });
  }
  const attachments = request.path.endsWith('.png')
    ? [{ type: 'file' as const, mime: 'image/png', url: 'data:image/png;base64,AA==' }]
    : undefined;
  return Promise.resolve({ output: `content of ${request.path}`, attachments });
};
const readBytes = (path: string) =>
  path.endsWith('/src') ? Promise.resolve('directory' as const) : Promise.resolve(Buffer.from('bytes'));
const told: string[] = [];
const tell = (message: string) => void told.push(message);
const files = new PromptFiles({ host: 'box', directory: '/srv/app', readFile, readBytes, tell });

beforeEach(() => asked.splice(0));

async function parts(part: Record<string, unknown>, of = files): Promise<Record<string, unknown>[]> {
  const body = await of.prompt({ parts: [{ type: 'file', mime: 'text/plain', ...part }] }, signal);
  return body['parts'] as Record<string, unknown>[];
}

const synthetic = (text: string) => ({ type: 'text', synthetic: true, text, metadata: { orssh: 'host' } });

test('a text file is read on the host, and what shows it keeps its name and source', async () => {
  const source = { type: 'file', path: 'a b.ts', text: { value: '@a', start: 0, end: 2 } };
  const url = 'file:///srv/app/a%20b.ts?start=3&end=5';
  expect(await parts({ id: 'prt_1', url, filename: 'a b.ts', source })).toEqual([
    synthetic(
      'Called the Read tool with the following input: {"filePath":"/srv/app/a b.ts","offset":3,"limit":3}',
    ),
    synthetic('content of /srv/app/a b.ts'),
    {
      ...{ id: 'prt_1', type: 'file', mime: 'text/plain', filename: 'a b.ts', source },
      url: 'orssh-file:///srv/app/a%20b.ts?start=3&end=5',
    },
  ]);
  expect(asked).toEqual([{ path: '/srv/app/a b.ts', offset: 3, limit: 3 }]);
});

test('a directory is listed, whatever it was called', async () => {
  for (const mime of ['text/plain', 'application/x-directory', 'image/png']) {
    expect(
      (await parts({ mime, url: 'file:///srv/app/src/' })).map(({ type, mime: is }) => [type, is]),
    ).toEqual([
      ['text', undefined],
      ['text', undefined],
      ['file', 'application/x-directory'],
    ]);
  }
});

test('an image comes as its bytes, also where it was called a text', async () => {
  const image = { type: 'file', mime: 'image/png', filename: 'x.png' };
  expect((await parts({ ...image, url: 'file:///x.png' })).at(-1)).toEqual({
    ...image,
    url: 'data:image/png;base64,Ynl0ZXM=',
  });
  expect((await parts({ filename: 'x.png', url: 'file:///x.png' })).at(-1)).toMatchObject({
    ...image,
    url: 'data:image/png;base64,AA==',
  });
});

test('what cannot be read is told to the model and to the person', async () => {
  expect((await parts({ url: 'file:///a.gone' })).at(-1)).toEqual(
    synthetic('Read tool failed to read /a.gone with the following error: File not found: /a.gone'),
  );
  expect(told.splice(0)).toEqual([
    "/a.gone could not be read on box, where this workspace's files are. File not found: /a.gone",
  ]);
  const none = new PromptFiles({ host: 'box', directory: '/srv/app', readFile: undefined, readBytes });
  expect((await parts({ url: 'file:///a.txt' }, none)).at(-1)?.['text']).toContain(
    'nothing here reads files of box',
  );
});

test.each([
  'FILE:///etc/passwd',
  ' file:///etc/passwd',
  'f\nile:///etc/passwd',
  'file:/etc/passwd',
  'file:etc/passwd',
  'file://localhost/etc/passwd',
  'file://elsewhere/etc/passwd',
  'file:///etc%2Fpasswd',
  'file:///etc/passwd%00',
  'file:///%ff',
])('%j never is a file of this machine', async (url) => {
  for (const source of [undefined, { type: 'resource', clientName: 'c', uri: url }]) {
    for (const mime of ['text/plain', 'image/png']) {
      const urls = (await parts({ url, mime, source })).map((part) => part['url']).filter(Boolean);
      for (const one of urls) expect(new URL(String(one)).protocol).not.toBe('file:');
    }
  }
});

test('other parts pass', async () => {
  const body = {
    agent: 'build',
    parts: [
      { type: 'text', text: 'see file:///etc/passwd' },
      { type: 'file', mime: 'image/png', url: 'data:image/png;base64,AA==' },
      { type: 'file', mime: 'image/png', url: 'https://example.org/a.png' },
      { type: 'agent', name: 'build' },
      null,
    ],
  };
  expect(await files.prompt(body, signal)).toEqual(body);
  expect(await files.prompt({ noReply: true }, signal)).toEqual({ noReply: true });
});

test('a command gets files only, each with what was read', async () => {
  const file = { type: 'file', mime: 'text/plain', filename: 'a.ts' };
  const body = await files.command(
    {
      command: 'review',
      parts: [
        { ...file, url: 'file:///srv/app/a.ts' },
        { ...file, url: 'file:///srv/app/a.gone' },
        { ...file, mime: 'image/png', url: 'file:///srv/app/x.png' },
      ],
    },
    signal,
  );
  const got = body['parts'] as { type: string; mime: string; url: string }[];
  expect(got.map(({ type, mime }) => [type, mime])).toEqual([
    ['file', 'text/plain'],
    ['file', 'text/plain'],
    ['file', 'image/png'],
  ]);
  const texts = got.map(({ url }) => Buffer.from(url.split(',')[1] ?? '', 'base64').toString());
  expect(texts[0]).toBe('content of /srv/app/a.ts');
  expect(texts[1]).toContain('Read tool failed to read /srv/app/a.gone');
});

test('a URL names a path and lines', () => {
  expect(fileOnHost('file:///a/b%20c/?start=2')).toEqual({ path: '/a/b c', start: 2, end: undefined });
  expect(fileOnHost('file:///')).toMatchObject({ path: '/' });
  expect(fileOnHost('file://elsewhere/a')).toBeUndefined();
});

test('a file that the text mentions is read where the host has it', async () => {
  const said = { type: 'text', text: 'Look at @a.ts and @b.gone' };
  const { parts: all } = await files.prompt({ parts: [said] }, signal);
  told.splice(0);
  expect(all).toEqual([
    said,
    synthetic('Called the Read tool with the following input: {"filePath":"/srv/app/a.ts"}'),
    synthetic('content of /srv/app/a.ts'),
    expect.objectContaining({ type: 'file', filename: 'a.ts', url: 'orssh-file:///srv/app/a.ts' }),
  ]);
  expect(told).toEqual([]);
});
