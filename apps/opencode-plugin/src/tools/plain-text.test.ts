import { plainText } from './plain-text.js';

test.each([
  ['colours go', '\u001b[1;31mred\u001b[0m', 'red'],
  ['a title for the terminal goes', '\u001b]0;pwned\u0007text', 'text'],
  ['what moves the cursor becomes visible', 'a\rb\u0008c', 'a\\u000db\\u0008c'],
  ['lines and tabs stay', 'a\tb\r\nc\n', 'a\tb\nc\n'],
  ['what turns the direction becomes visible', 'a\u202eb', 'a\\u202eb'],
])('%s', (_name, text, plain) => {
  expect(plainText(text)).toBe(plain);
});
