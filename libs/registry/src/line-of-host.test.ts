import { lineOfHost } from './line-of-host.js';
import { loadRegistry } from './load.js';
import { tempFolder } from './testing/temp-folder.js';

const json = `{
  // two groups
  "providers": {
    "a": { "hosts": [{ "name": "one", "ssh": { "host": "h" } }] },
    "b": { "hosts": [
      { "name": "two", "ssh": { "host": "h2" } }
    ] }
  }
}
`;
const yaml = 'providers:\n  b:\n    hosts:\n      - name: two\n        ssh: { host: h2 }\n';
const manifest = `{\n "name": "x",\n "orssh": { "providers": { "b": { "hosts": [\n  { "name": "two", "ssh": { "host": "h2" } }\n ] } } }\n}\n`;
const program = `export default { providers: { b: { hosts: [{ name: 'two', ssh: { host: 'h2' } }] } } };\n`;

test.each([
  ['orssh.config.jsonc', json, 6],
  ['orssh.config.yaml', yaml, 4],
  ['package.json', manifest, 4],
  ['orssh.config.mjs', program, undefined],
])('a host of %s is found at its line', async (name, text, line) => {
  const { write, env } = tempFolder();
  const configFile = write(`home/project/${name}`, text);
  const { hosts } = await loadRegistry({ env, configFile });
  const two = hosts.find((host) => host.name === 'two');
  expect(two && (await lineOfHost(two))).toBe(line);
});

test('a file that has changed since has no line for it', async () => {
  const { write, env } = tempFolder();
  const configFile = write('home/x.yaml', yaml);
  const [two] = (await loadRegistry({ env, configFile })).hosts;
  write('home/x.yaml', 'providers: [');
  expect(two && (await lineOfHost(two))).toBeUndefined();
});
