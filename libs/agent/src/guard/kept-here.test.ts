import { withoutKeptHere } from './kept-here.js';

const rewrite = withoutKeptHere({ XDG_DATA_HOME: '/home/me/data' });

test('a file of this machine is not offered to tools of the host', () => {
  const hint =
    'Full output saved to: /home/me/data/opencode/tool-output/tool_1\nUse Grep to search the full content.';
  expect(rewrite(`a\n\n...5 lines truncated...\n\n${hint}\n\nb`)).toBe(
    'a\n\n...5 lines truncated...\n\nThe rest is not to be had: ask for less at a time.\n\nb',
  );
  expect(rewrite(hint)).not.toContain('/home/me');
});

test('a file of the host stays', () => {
  const hint = 'Full output saved to: /home/dev/.opencode-remote-ssh/state/output/1\nUse Grep.';
  expect(rewrite(hint)).toBe(hint);
});
