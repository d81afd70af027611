import { toastInside } from './toast-inside.js';

interface Event {
  type: string;
  properties: Record<string, unknown>;
}

function workspaces() {
  const shown: Record<string, Event[]> = { wrk_1: [], wrk_2: [] };
  const opened = new Map(
    Object.entries(shown).map(([id, events]) => [
      id,
      { gateway: { publish: (event: Event) => void events.push(event) } },
    ]),
  );
  return { shown, opened };
}

test('a note about one workspace is a toast in its sessions alone', () => {
  const { shown, opened } = workspaces();
  toastInside(opened, { level: 'warning', title: 'box', message: 'Lost box.', workspaceID: 'wrk_1' });
  expect(shown['wrk_1']).toMatchObject([
    { type: 'tui.toast.show', properties: { title: 'box', message: 'Lost box.', variant: 'warning' } },
  ]);
  expect(shown['wrk_2']).toEqual([]);
});

test('a note about several is a toast in all', () => {
  const { shown, opened } = workspaces();
  toastInside(opened, { level: 'success', message: 'back' });
  expect(Object.values(shown).map(({ length }) => length)).toEqual([1, 1]);
});

test('a workspace that has no gateway yet is passed over', () => {
  toastInside(new Map([['wrk_1', { gateway: undefined }]]), { level: 'info', message: 'hello' });
});

test('for clients that are attached it is a toast outside of sessions, too', () => {
  const { shown, opened } = workspaces();
  toastInside(opened, { level: 'info', message: 'back', workspaceID: 'wrk_2' }, { attached: true });
  const toast = { type: 'tui.toast.show', properties: { message: 'back' } };
  expect(shown['wrk_2']).toMatchObject([toast, { ...toast, outside: true }]);
  expect(shown['wrk_1']).toEqual([]);
});
