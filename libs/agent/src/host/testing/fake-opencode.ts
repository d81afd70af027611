import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A program that is called as OpenCode is, and answers what is asked of an agent host: a session works while the file `working` is
 * beside it, which its interruption removes, it does not start while `broken` is, and finds its port taken as often as `taken` says.
 */
export async function fakeOpencode(folder: string): Promise<string> {
  const program = join(folder, 'opencode');
  const source = `#!${process.execPath}
const { existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:http');
const here = ${JSON.stringify(folder)};
const beside = (name) => existsSync(here + '/' + name);
if (beside('broken')) {
  console.error('Error: the configuration is broken');
  process.exit(3);
}
const taken = beside('taken') ? Number(readFileSync(here + '/taken')) : 0;
if (taken > 0) {
  writeFileSync(here + '/taken', String(taken - 1));
  console.error('Error: Unexpected error\\n\\nServeError');
  process.exit(1);
}
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
const password = 'Basic ' + Buffer.from('opencode:' + process.env.OPENCODE_SERVER_PASSWORD).toString('base64');
createServer((request, response) => {
  const allowed = request.headers.authorization === password;
  response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' });
  const isStatus = request.url.startsWith('/session/status');
  if (request.method === 'POST' && request.url.startsWith('/session/ses_1/abort')) rmSync(here + '/working');
  const isTools = request.url.startsWith('/experimental/tool/ids');
  const busy = isStatus && beside('working') ? { ses_1: { type: 'busy' } } : {};
  response.end(JSON.stringify(isTools ? ['bash', 'bash'] : busy));
}).listen(port, '127.0.0.1', () => console.log('opencode server listening on http://127.0.0.1:' + port));
`;
  await writeFile(program, source);
  await chmod(program, 0o755);
  return program;
}
