import { frontMatter } from './front-matter.js';

test('YAML in front of a text', () => {
  expect(frontMatter('---\nmode: subagent\npermission:\n  edit: deny\n---\nBe brief.\n')).toEqual({
    data: { mode: 'subagent', permission: { edit: 'deny' } },
    content: 'Be brief.',
  });
  expect(frontMatter('Be brief.\n')).toEqual({ data: {}, content: 'Be brief.' });
});

test.each([
  '---js\n{ name: require("fs") }\n---\ntext',
  '---javascript\nprocess.exit()\n---\n',
  '---json\n{}\n---\n',
])('another language than YAML is not even text: %j', (text) => {
  expect(frontMatter(text)).toEqual({ data: {}, content: '' });
});
