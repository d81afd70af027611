import { eventually } from '../harness/eventually.js';
import { layCable } from '../harness/near/cable.js';
import { onHosts } from '../harness/on-hosts.js';
import { processes, stubs } from '../harness/processes.js';
import { finish, output } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { busybox, debian11, debian12 } from '../harness/profile.js';

const kinds = [debian12, debian11, busybox];

onHosts(kinds, 'the stub and its commands outlive the connection', async (given) => {
  const first = await open(given);
  const { id } = await first.stub.exec({
    command: 'while [ ! -e go ]; do sleep 0.1; done; echo done; exit 5',
  });
  await first.close();
  await eventually(
    () => processes(given.host),
    (lines) => !lines.some((line) => line.includes('sshd: dev')),
  );

  const again = await open(given);
  expect(again.running.ready.instance).toBe(first.running.ready.instance);
  await output(again, 'touch ~/go');
  const { stdout, exit } = await finish(await again.stub.attach(id));
  expect({ stdout: stdout.toString(), code: exit.exitCode }).toEqual({ stdout: 'done\n', code: 5 });
});

onHosts(
  [debian12, busybox],
  'output that a broken connection cut is read again from its offset',
  async (given) => {
    const cable = await layCable(given.host.address);
    given.defer(() => cable.close());
    const { name } = await given.alias({ address: cable.address });
    const first = await open(given, { target: name });
    const command = await first.stub.exec({
      command: 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo line $i; done; echo ran >> ~/ran',
    });
    let text = '';
    try {
      for await (const { data } of command.output) {
        text += Buffer.from(data).toString();
        cable.reset();
      }
    } catch {
      // The break that the test made.
    }
    command.exit.catch(() => undefined);
    const again = await open(given);
    const rest = await finish(await again.stub.attach(command.id, { offset: command.offset }));
    const lines = Array.from({ length: 3000 }, (_, index) => `line ${index + 1}\n`).join('');
    expect(text + rest.stdout.toString()).toBe(lines);
    expect(await output(again, 'cat ~/ran')).toBe('ran\n');
  },
);

onHosts(
  [debian12, busybox],
  'a half-open connection is noticed, and another one works meanwhile',
  async (given) => {
    const cable = await layCable(given.host.address);
    given.defer(() => cable.close());
    const lines = ['ServerAliveInterval 1', 'ServerAliveCountMax 2'];
    const { name } = await given.alias({ address: cable.address, lines });
    const first = await open(given, { target: name });
    const lost = new Promise((resolve) => first.connection.onState(resolve));
    cable.cut();
    expect(await output(await open(given), 'echo here')).toBe('here\n');
    expect(await lost).toMatchObject({ name: 'closed', reason: 'lost' });
  },
);

onHosts([debian12, busybox], 'a stub that nobody uses ends by itself', async (given) => {
  const remote = await open(given, { idleTimeout: '1s' });
  await remote.close();
  await eventually(
    () => stubs(given.host),
    (left) => left.length === 0,
  );
});

onHosts(
  [debian12, busybox],
  'a stub that was killed is replaced, and said to have crashed',
  async (given) => {
    const first = await open(given);
    await given.host.admin(`kill -9 ${first.running.ready.pid}`);
    await eventually(
      () => stubs(given.host),
      (left) => left.length === 0,
    );
    const again = await open(given);
    expect(again.running.ready).toMatchObject({ predecessor: 'crashed', adopted: false });
    expect(again.running.ready.instance).not.toBe(first.running.ready.instance);
    expect(await output(again, 'echo up')).toBe('up\n');
  },
);

onHosts(
  [debian12, busybox],
  'a remembered port that a stranger has taken is never shown the token',
  async (given) => {
    const first = await open(given);
    const { port, socket } = first.running.ready;
    const token = (await given.host.admin('cat /home/dev/.opencode-remote-ssh/run/stub.token')).stdout.trim();
    await given.host.admin(`kill -9 ${first.running.ready.pid}; rm -f ${socket}`);
    await eventually(
      () => stubs(given.host),
      (left) => left.length === 0,
    );
    const heard = '/var/tmp/heard';
    const listen = `busybox nc -l -p ${port} -s 127.0.0.1 > ${heard} 2>&1 < /dev/null &`;
    await given.host.admin(`touch ${heard}; command -v busybox >/dev/null && { ${listen} }; sleep 0.2`);

    const again = await open(given);
    expect(await output(again, 'echo up')).toBe('up\n');
    expect((await given.host.admin(`cat ${heard}`)).stdout).not.toContain(token);
  },
);
