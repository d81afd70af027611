import { parsePlace } from './parse-place.js';

test.each([
  ['web1', { target: 'web1' }],
  ['web1:', { target: 'web1' }],
  ['web1:/srv/app', { target: 'web1', directory: '/srv/app' }],
  ['web1:~', { target: 'web1', directory: '~' }],
  ['web1:~/app', { target: 'web1', directory: '~/app' }],
  ['web1:app/web', { target: 'web1', directory: '~/app/web' }],
  ['me@10.0.0.7:2222', { target: 'me@10.0.0.7:2222' }],
  ['me@10.0.0.7:2222:/srv', { target: 'me@10.0.0.7:2222', directory: '/srv' }],
  ['me@10.0.0.7:2222:app', { target: 'me@10.0.0.7:2222', directory: '~/app' }],
  ['lab/gpu1:/data', { target: 'lab/gpu1', directory: '/data' }],
  ['[::1]:/srv', { target: '[::1]', directory: '/srv' }],
  ['me@[fe80::1]:22:src', { target: 'me@[fe80::1]:22', directory: '~/src' }],
  ['fe80::1', { target: 'fe80::1' }],
  ['ssh://me@web1:22', { target: 'ssh://me@web1:22' }],
])('%s', (text, place) => {
  expect(parsePlace(text)).toEqual(place);
});
