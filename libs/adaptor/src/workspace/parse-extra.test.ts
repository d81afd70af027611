import { storedExtra } from './extra.js';
import { parseExtra } from './parse-extra.js';

test('what may be written is taken', () => {
  const extra = {
    ...{ provider: 'lab', host: 'box', labels: ['gpu', 'env=prod'], directory: '~/app', agent: 'none' },
    permission: { allow: ['/srv/data', '~/cache/*'] },
  };
  expect(parseExtra(extra)).toEqual(extra);
  expect([parseExtra(null), parseExtra(undefined), parseExtra({})]).toEqual([{}, {}, {}]);
});

test.each<[unknown, string]>([
  [{ hots: 'box' }, 'extra.hots is not a field (did you mean "host"?)'],
  [{ zzz: 1 }, 'extra.zzz is not a field.'],
  [{ permission: { alow: [] } }, 'extra.permission.alow is not a field (did you mean "allow"?)'],
  [
    { permission: ['/srv'] },
    'extra.permission is ["/srv"]; expected an object such as {"allow": ["/srv/data"]}',
  ],
  [{ labels: ['a', 3] }, 'extra.labels[1] is 3; expected a label such as gpu or env=prod'],
  [{ labels: 'gpu' }, 'extra.labels is "gpu"; expected a list of labels'],
  [{ directory: 'app' }, 'extra.directory is "app"; expected an absolute path, ~ or a path below ~/'],
  [{ directory: '/a\u001b[2J' }, 'extra.directory is "/a\\u001b[2J"; expected an absolute path'],
  [{ agent: 'remote' }, 'extra.agent is "remote"; expected "none" or "local"'],
  [{ host: '' }, 'extra.host is ""; expected a host'],
  [{ place: { target: 'box', directory: '/', workspace: 'wrk_1' } }, 'extra.place is not a field'],
  ['box', 'extra is "box"; expected an object'],
])('%j is refused, and it is said why', (extra, message) => {
  expect(() => parseExtra(extra)).toThrow(message);
  expect(() => parseExtra(extra)).toThrow(
    'Known fields: provider, host, labels, directory, agent, permission.',
  );
});

test('only what configure has stored leads back to a workspace', () => {
  const place = { target: 'lab/box', directory: '/srv', workspace: 'wrk_1' };
  expect(storedExtra({ host: 'box', place })?.place).toEqual(place);
  expect(storedExtra({ host: 'box' })).toBeUndefined();
  expect(storedExtra({ place: { ...place, workspace: '../x' } })).toBeUndefined();
  expect(storedExtra({ place: { ...place, target: 'a\nb' } })).toBeUndefined();
});
