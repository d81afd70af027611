import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of the person's for MCP, with one tool, `sing`, that answers `song`; resolves with its command. */
export async function mcpServer(song: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-'));
  const path = join(folder, 'mcp-server.mjs');
  await writeFile(
    path,
    `import { createInterface } from 'node:readline';
const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'birds', version: '1' } }),
  'tools/list': () => ({ tools: [{ name: 'sing', description: 'Sings.', inputSchema: { type: 'object', properties: {} } }] }),
  'tools/call': () => ({ content: [{ type: 'text', text: '${song}' }] }),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const result = answers[method]?.(params) ?? {};
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
});
`,
  );
  return [process.execPath, path];
}
