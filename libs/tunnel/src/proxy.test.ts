import { join } from 'node:path';

import { connect } from './connect.js';
import type { Destination } from './destination.js';
import { describeWithSshd } from './testing/describe-with-sshd.js';
import { makeKey, type RunningSshd, startSshd } from './testing/start-sshd.js';
import { containing, matching } from './testing/matchers.js';

/** Joins stdin and stdout with a port, for want of a netcat on every machine. */
const relay = `require('net').connect(process.argv[2], process.argv[1]).on('connect', function () { process.stdin.pipe(this).pipe(process.stdout) }).on('error', e => { console.error(e.message); process.exit(3) })`;
const proxyCommand = `${process.execPath} -e "${relay}" %h %p`;

describeWithSshd('on the way through others', () => {
  let bastion: RunningSshd;
  let target: RunningSshd;
  beforeAll(async () => {
    [bastion, target] = await Promise.all([startSshd(), startSshd()]);
  });
  afterAll(() => Promise.all([bastion.close(), target.close()]));

  async function works(destination: Destination): Promise<void> {
    const connection = await connect(destination);
    expect(await (await connection.exec('exit 5')).exit).toEqual({ code: 5, signal: null });
    await connection.close();
  }

  test('a jump host carries the connection', async () => {
    await works(target.destination({ proxyJump: [bastion.destination()] }));
    expect(bastion.log()).toContain('Accepted publickey');
  });

  test('a chain of jump hosts carries the connection', async () => {
    await works(
      target.destination({ proxyJump: [bastion.destination(), target.destination(), bastion.destination()] }),
    );
  });

  test('every hop proves its own host key', async () => {
    const impostor = bastion.destination({ userKnownHostsFiles: [target.knownHosts] });
    const failed = connect(target.destination({ proxyJump: [impostor] }));
    await expect(failed).rejects.toMatchObject({ code: 'host_key_unknown', host: impostor.target });
  });

  test('the target behind a jump host proves its key too', async () => {
    const destination = target.destination({
      proxyJump: [bastion.destination()],
      userKnownHostsFiles: [bastion.knownHosts],
    });
    await expect(connect(destination)).rejects.toMatchObject({
      code: 'host_key_unknown',
      host: destination.target,
    });
  });

  test('a jump host that does not let in is named', async () => {
    const stranger = join(bastion.folder, 'stranger');
    await makeKey(stranger);
    const hop = bastion.destination({ target: 'the-bastion', identityFiles: [stranger] });
    const failed = connect(target.destination({ proxyJump: [hop] }));
    await expect(failed).rejects.toMatchObject({ code: 'auth_failed', host: 'the-bastion' });
  });

  test('a target that the jump host cannot reach is named', async () => {
    const failed = connect(target.destination({ port: 1, proxyJump: [bastion.destination()] }));
    await expect(failed).rejects.toMatchObject({
      code: 'forward_refused',
      message: containing('127.0.0.1:1'),
    });
  });

  test('the connection is lost with its jump host', async () => {
    const connection = await connect(target.destination({ proxyJump: [bastion.destination()] }));
    const lost = new Promise((resolve) => connection.onState(resolve));
    await bastion.killConnections();
    expect(await lost).toMatchObject({ name: 'closed', reason: 'lost' });
    await connection.close();
  });

  test('a proxy command carries the connection', async () => {
    await works(target.destination({ proxyCommand }));
  });

  test('a jump host may itself be behind a proxy command', async () => {
    await works(target.destination({ proxyJump: [bastion.destination({ proxyCommand })] }));
  });

  test('a proxy command that fails is quoted with what it said', async () => {
    const failed = connect(target.destination({ proxyCommand: 'sh -c "echo no way >&2; exit 3"' }));
    await expect(failed).rejects.toMatchObject({
      code: 'proxy_failed',
      message: matching(/exited with 3: no way/),
    });
  });

  test('a token that is none is an error of the configuration', async () => {
    const failed = connect(target.destination({ proxyCommand: 'nc %z' }));
    await expect(failed).rejects.toMatchObject({ code: 'config', message: containing('unknown token %z') });
  });

  test('a proxy command that does not exist fails as one', async () => {
    const failed = connect(target.destination({ proxyCommand: '/nonexistent/proxy %h' }));
    await expect(failed).rejects.toMatchObject({ code: 'proxy_failed' });
  });
});
