import { EditorSide } from './editor-side.js';
import type { Message } from './json-lines.js';

function side() {
  const answers: Message[] = [];
  return { answers, between: new EditorSide('/srv/app', (message) => answers.push(message)) };
}

test('the editor cannot be asked to act on this machine', () => {
  const { answers, between } = side();
  const clientCapabilities = {
    fs: { readTextFile: true, writeTextFile: true },
    terminal: true,
    _meta: { a: 1 },
  };
  expect(
    between.fromEditor({ id: 0, method: 'initialize', params: { protocolVersion: 1, clientCapabilities } }),
  ).toEqual({
    id: 0,
    method: 'initialize',
    params: {
      protocolVersion: 1,
      clientCapabilities: {
        fs: { readTextFile: false, writeTextFile: false },
        terminal: false,
        _meta: { a: 1 },
      },
    },
  });
  expect(
    between.toEditor({ id: 4, method: 'fs/write_text_file', params: { path: '/srv/app/a' } }),
  ).toBeUndefined();
  expect(between.toEditor({ id: 5, method: 'terminal/create', params: {} })).toBeUndefined();
  expect(answers).toEqual([
    { id: 4, result: {} },
    { id: 5, error: { code: -32601, message: 'terminal/create is not for this machine' } },
  ]);
});

test('a session of the editor’s folder is one of the folder on the host, and back', () => {
  const { between } = side();
  const params = { cwd: '/home/me/app', mcpServers: [] };
  expect(between.fromEditor({ id: 1, method: 'session/new', params })).toMatchObject({
    params: { cwd: '/srv/app' },
  });
  between.toEditor({ id: 1, result: { sessionId: 'ses_1' } });
  const prompt = [{ type: 'resource_link', uri: 'file:///home/me/app/a.ts' }];
  expect(
    between.fromEditor({ id: 2, method: 'session/prompt', params: { sessionId: 'ses_1', prompt } }),
  ).toMatchObject({
    params: { prompt: [{ uri: 'file:///srv/app/a.ts' }] },
  });
  const update = { content: [{ type: 'diff', path: '/srv/app/a.ts', oldText: '/srv/app', newText: '' }] };
  expect(between.toEditor({ method: 'session/update', params: { sessionId: 'ses_1', update } })).toEqual({
    method: 'session/update',
    params: {
      sessionId: 'ses_1',
      update: { content: [{ type: 'diff', path: '/home/me/app/a.ts', oldText: '/srv/app', newText: '' }] },
    },
  });
});

test('the folders of several sessions are told apart', () => {
  const { between } = side();
  for (const [id, cwd] of [
    [1, '/one'],
    [2, '/two'],
  ] as const) {
    between.fromEditor({ id, method: 'session/new', params: { cwd, mcpServers: [] } });
    between.toEditor({ id, result: { sessionId: `ses_${id}` } });
  }
  const where = (sessionId: string) =>
    between.toEditor({
      method: 'session/update',
      params: { sessionId, update: { locations: [{ path: '/srv/app/x' }] } },
    });
  expect(where('ses_1')).toMatchObject({ params: { update: { locations: [{ path: '/one/x' }] } } });
  expect(where('ses_2')).toMatchObject({ params: { update: { locations: [{ path: '/two/x' }] } } });
});

test('a list of sessions has the editor’s folder', () => {
  const { between } = side();
  between.fromEditor({ id: 'a', method: 'session/list', params: { cwd: '/home/me/app' } });
  expect(
    between.toEditor({ id: 'a', result: { sessions: [{ sessionId: 'ses_1', cwd: '/srv/app' }] } }),
  ).toEqual({
    id: 'a',
    result: { sessions: [{ sessionId: 'ses_1', cwd: '/home/me/app' }] },
  });
});

test('places outside of the folder are not shown', () => {
  const { between } = side();
  const update = { toolCallId: 't', locations: [{ path: '/etc/hosts' }, { path: '/srv/app/a' }] };
  expect(
    between.toEditor({ method: 'session/update', params: { sessionId: 'ses_1', update } }),
  ).toMatchObject({
    params: { update: { locations: [{ path: '/srv/app/a' }] } },
  });
});

test('what the model wrote relative to the folder is absolute for the editor', () => {
  const { between } = side();
  between.fromEditor({ id: 1, method: 'session/new', params: { cwd: '/home/me/app', mcpServers: [] } });
  between.toEditor({ id: 1, result: { sessionId: 'ses_1' } });
  const content = [{ type: 'diff', path: 'a/b', oldText: '1', newText: '2' }];
  const update = { toolCallId: 't', locations: [{ path: 'a/b' }, { path: '../x' }], content };
  expect(
    between.toEditor({ method: 'session/update', params: { sessionId: 'ses_1', update } }),
  ).toMatchObject({
    params: {
      update: { locations: [{ path: '/home/me/app/a/b' }], content: [{ path: '/home/me/app/a/b' }] },
    },
  });
});
