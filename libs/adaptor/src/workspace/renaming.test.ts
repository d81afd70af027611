import fc from 'fast-check';

import { renamedFrame, renamer } from './renaming.js';

const renaming = { here: 'wrk_here', there: 'wrk_elsewhere' };

test('JSON is renamed wherever it is cut, and text that only looks like it is not', () => {
  const body = JSON.stringify([
    { id: 'ses_1', workspaceID: 'wrk_elsewhere', title: '"workspaceID":"wrk_elsewhere"' },
    { workspaceID: 'wrk_elsewhere2' },
    { workspaceID: 'wrk_elsewhere' },
  ]);
  const expected = JSON.stringify([
    { id: 'ses_1', workspaceID: 'wrk_here', title: '"workspaceID":"wrk_elsewhere"' },
    { workspaceID: 'wrk_elsewhere2' },
    { workspaceID: 'wrk_here' },
  ]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: body.length })), (cuts) => {
      const stream = renamer({ from: 'wrk_elsewhere', to: 'wrk_here' });
      const places = [0, ...cuts.toSorted((a, b) => a - b), body.length];
      const pieces = places.slice(1).map((end, at) => stream.feed(Buffer.from(body.slice(places[at], end))));
      expect(Buffer.concat([...pieces, stream.end()]).toString()).toBe(expected);
    }),
  );
});

test('a frame of the workspace is renamed in all its depth; those of others stay', () => {
  const frame = (workspace: string, workspaceID: string) => ({
    workspace,
    payload: { type: 'sync', syncEvent: { data: { info: { workspaceID, title: workspaceID } } } },
  });
  expect(renamedFrame(frame('wrk_elsewhere', 'wrk_elsewhere'), renaming)).toEqual({
    workspace: 'wrk_here',
    payload: {
      type: 'sync',
      syncEvent: { data: { info: { workspaceID: 'wrk_here', title: 'wrk_elsewhere' } } },
    },
  });
  expect(renamedFrame(frame('wrk_other', 'wrk_elsewhere'), renaming)).toEqual(
    frame('wrk_other', 'wrk_elsewhere'),
  );
});
