import { fromHost, refuseLocalFiles } from './last-defence.js';

const readHere = {
  type: 'text',
  synthetic: true,
  text: 'Called the Read tool with the following input: {"filePath":"/home/me/a.png"}',
};
const image = { type: 'file', mime: 'image/png', filename: 'a.png', url: 'data:image/png;base64,AA==' };

test('a file: URL is refused, with the name of the host', () => {
  const part = { type: 'file', mime: 'text/plain', filename: 'a', url: 'file:///home/me/a' };
  expect(() => {
    refuseLocalFiles([part], 'box');
  }).toThrow("names a on the machine OpenCode runs on, and this workspace's files are on box");
});

test('bytes that OpenCode has read here are refused', () => {
  expect(() => {
    refuseLocalFiles([readHere, image], 'box');
  }).toThrow('a.png');
});

test('pasted images, and those that were read from the host, pass', () => {
  refuseLocalFiles([{ type: 'text', text: 'look' }, image], 'box');
  refuseLocalFiles([{ ...readHere, metadata: fromHost }, image], 'box');
});
