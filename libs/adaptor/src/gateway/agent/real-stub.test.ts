import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

import { sshdPath } from '@orssh/tunnel/testing';

import type { RemoteHost } from '../../open-host.js';
import { StubClient } from '../../stub-client.js';
import { StubFiles } from '../../stub-files.js';
import { FakeAgent } from '../../testing/fake-agent.js';
import { type RealHost, startRealHost } from '../../testing/real-host.js';
import { sseClient } from '../../testing/sse-client.js';
import type { Gateway } from '../gateway-options.js';
import { startGateway } from '../start-gateway.js';

const describeWithSshd = sshdPath === undefined ? describe.skip : describe;

describeWithSshd('an agent host before the real stub', () => {
  let real: RealHost;
  let host: RemoteHost;
  let gateway: Gateway;
  let door: StubClient;
  const agent = new FakeAgent();
  const token = 'agent-token-of-more-than-32-characters';
  const workspace = { id: 'wrk_agent1', projectID: 'p1', directory: '' };

  beforeAll(async () => {
    real = await startRealHost();
    workspace.directory = join(real.folder, 'project');
    await mkdir(workspace.directory);
    const secret = 'abcdefghijklmnop';
    gateway = await startGateway({ host: 'box', workspace, secret, agent: { host: agent, token } });
    host = await real.open();
    await host.stub.registerWorkspace({ ...workspace, type: 'ssh-provider', name: 'box', extra: null });
    gateway.attach(host.stub);
    const open = async (): Promise<Socket> => {
      const socket = connect(gateway.port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    };
    door = new StubClient({ open, token, host: 'box' });
  });

  afterAll(async () => {
    await door.close();
    await agent.close();
    await gateway.close();
    await host.close();
    await real.close();
  });

  test('its tools run commands through the door, with what they print and how they end', async () => {
    const command = await door.exec({ argv: ['sh', '-c', 'cat; echo done; exit 3'], stdin: 'pipe' });
    command.stdin.end('hello\n');
    let text = '';
    for await (const { data } of command.output) text += Buffer.from(data).toString();
    expect(text).toBe('hello\ndone\n');
    expect((await command.exit).exitCode).toBe(3);
  });

  test('and read and write files, in the workspace alone', async () => {
    const files = new StubFiles(door);
    const { etag } = await files.write({ path: 'src/a.txt', parents: true, data: 'one\n' });
    expect(await readFile(join(workspace.directory, 'src/a.txt'), 'utf8')).toBe('one\n');
    const content = await files.read({ path: 'src/a.txt' });
    expect(content).toMatchObject({ etag, size: 4 });
    await expect(files.write({ path: 'src/a.txt', data: 'two', expect: 'none' })).rejects.toMatchObject({
      kind: 'ChangedError',
    });
    const outside = join(real.folder, 'outside.txt');
    await writeFile(outside, 'secret');
    await expect(files.read({ path: outside })).rejects.toMatchObject({ kind: 'PermissionRequiredError' });
    expect((await files.read({ path: outside, allow: [outside] })).data.toString()).toBe('secret');
  });

  test('while the host is away a command is refused at once, and runs when it is back', async () => {
    gateway.away('the cable is out');
    await expect(door.exec({ argv: ['true'] })).rejects.toMatchObject({ status: 503, code: 'host_away' });
    gateway.attach(host.stub);
    expect((await (await door.exec({ argv: ['true'] })).exit).exitCode).toBe(0);
  });

  test('a picture that a prompt names is read on the host, from wherever it is', async () => {
    const picture = join(real.folder, 'a picture.png');
    await writeFile(picture, 'not really');
    const url = `file://${picture.replace(' ', '%20')}`;
    const parts = [{ type: 'file', mime: 'image/png', filename: 'a picture.png', url }];
    const body = JSON.stringify({ parts });
    await fetch(`${gateway.url}/session/ses_1/message`, { method: 'POST', body });
    const sent = JSON.parse(agent.requests.at(-1)?.body ?? '') as { parts: { url?: string }[] };
    expect(sent.parts.at(-1)?.url).toBe(
      `data:image/png;base64,${Buffer.from('not really').toString('base64')}`,
    );
  });

  test('the stub asks about a path in the one stream of events, and gets the answer', async () => {
    const reader = await sseClient(`${gateway.url}/global/event`);
    const asked = (): string | undefined =>
      /"id":"(per_\w+)"/.exec(JSON.stringify(reader.frames.filter(isQuestion)))?.[1];
    const running = door.exec({
      ...{ argv: ['true'], cwd: real.folder, workspaceID: workspace.id },
      ...{ sessionID: 'ses_1', onDenied: 'wait' },
    });
    try {
      await reader.until(() => asked() !== undefined);
      const answered = await fetch(`${gateway.url}/permission/${asked() ?? ''}/reply`, {
        method: 'POST',
        body: '{"reply":"once"}',
      });
      expect(await answered.json()).toBe(true);
      expect((await (await running).exit).exitCode).toBe(0);
    } finally {
      reader.stop();
    }
  });
});

function isQuestion(frame: Record<string, unknown>): boolean {
  return (frame['payload'] as { type: string }).type === 'permission.asked';
}
