import { HostPrompts } from './host-prompts.js';
import { onHostWords } from './anchor-words.js';

const onHost = onHostWords({
  anchor: '/anchor',
  workspace: { id: 'w', projectID: 'p', name: 'n', directory: '/srv' },
});

function make(files: Record<string, string>) {
  const asked: string[] = [];
  const prompts = new HostPrompts({
    onHost,
    look: { anchor: '/anchor', home: '/home/me', exists: () => Promise.resolve(false) },
    isAgent: (name) => Promise.resolve(name === 'explore'),
    read: (path) => {
      asked.push(path);
      const text = files[path];
      return Promise.resolve(text === undefined ? undefined : [{ type: 'text', synthetic: true, text }]);
    },
  });
  return { prompts, asked };
}

test("a subagent's prompt has the host's files below it, and no mention that is looked up here", async () => {
  const { prompts, asked } = make({ '/etc/motd': 'of the host', 'src/a': 'code' });
  const text = await prompts.text('see @/etc/motd @src/a @explore in /anchor/x', 's');
  expect(text).toBe('see /etc/motd @src/a @explore in /srv/x\n\nof the host\n\ncode');
  expect(asked).toEqual(['/etc/motd', 'src/a']);
});

test("a command's local files give way to the host's", async () => {
  const { prompts } = make({ 'a.txt': 'of the host', 'only/there': 'there' });
  const parts = [
    { type: 'text', text: 'read @a.txt and @only/there of /anchor' },
    { type: 'file', filename: 'a.txt', url: 'file:///anchor/a.txt', mime: 'text/plain' },
    { type: 'agent', name: 'explore' },
  ];
  await prompts.command(parts, 's');
  expect(parts).toEqual([
    { type: 'text', text: 'read @a.txt and @only/there of /srv' },
    { type: 'agent', name: 'explore' },
    { type: 'text', synthetic: true, text: 'of the host' },
    { type: 'text', synthetic: true, text: 'there' },
  ]);
});

test('a file that a client names by its URL is one of the host', async () => {
  const { prompts, asked } = make({ '/srv/a b': 'of the host' });
  const parts: Record<string, unknown>[] = [
    { type: 'file', url: 'file:///anchor/a%20b?start=1', filename: 'a b' },
  ];
  await prompts.command(parts, 's');
  expect(asked).toEqual(['/srv/a b']);
  expect(parts).toEqual([{ type: 'text', synthetic: true, text: 'of the host' }]);
});
