import { routeOf } from './route-of.js';

const to = (route: string): string | undefined => {
  const [method = '', path = ''] = route.split(' ');
  return routeOf(method, path.slice(1).split('/'));
};

test.each([
  ['POST /session', 'agent'],
  ['GET /session/ses_1/message', 'agent'],
  ['POST /session/ses_1/shell', 'agent'],
  ['PATCH /session/ses_1/message/msg_1/part/prt_1', 'agent'],
  ['POST /session/ses_1/revert', 'revert'],
  ['GET /config', 'agent'],
  ['HEAD /config', 'agent'],
  ['GET /file/content', 'stub'],
  ['GET /find', 'stub'],
  ['GET /api/fs/read/src/main.ts', 'stub'],
  ['GET /pty/pty_1/connect', 'stub'],
  ['POST /api/pty', 'stub'],
  ['GET /permission', 'both'],
  ['POST /permission/per_1/reply', 'asker'],
  ['POST /session/ses_1/permissions/per_1', 'asker'],
])('%s goes to %s', (route, expected) => {
  expect(to(route)).toBe(expected);
});

test.each([
  'POST /api/session',
  'POST /api/session/ses_1/prompt',
  'POST /api/session/ses_1/compact',
  'POST /api/session/ses_1/revert/stage',
  'POST /api/session/ses_1/permission',
  'PATCH /config',
  'POST /global/upgrade',
  'POST /experimental/control-plane/move-session',
  'POST /experimental/workspace/warp',
  'POST /file/content',
  'PUT /file',
  'POST /session/ses_1/something-new',
  'POST /session/ses_1/shell/extra',
  'GET /something-new',
  'POST /',
  'TRACE /session',
  'GET /SESSION',
])('%s goes nowhere', (route) => {
  expect(to(route)).toBeUndefined();
});
