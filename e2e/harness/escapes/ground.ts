import type { TestHost } from '../hosts/host-driver.js';
import { account } from '../profile.js';

const { home, user, uid } = account;

/** Where everything is that an attempt goes for, and what it works in. */
export const places = {
  work: `${home}/work`,
  out: `${home}/docs`,
  letter: `${home}/docs/letter`,
  key: `${home}/.ssh/id`,
  root: `${home}/.opencode-remote-ssh`,
  token: `${home}/.opencode-remote-ssh/run/stub.token`,
  socket: `${home}/run/socket`,
  /** Outside of the home. */
  far: '/srv/far',
} as const;

/** A host with a workspace and everything around it that must not be touched. In each file outside is the word `SECRET`. */
export interface Ground {
  /** Lines of sh that set what the tables of attempts speak of. */
  readonly variables: string;
  /** Of the stub that serves. */
  readonly stub: { pid: number; port: number };
  readonly token: string;
  /** Prepares the next attempt; resolves with what the one before has changed outside, "" for nothing. */
  next(prepare?: string): Promise<string>;
}

const keep = 'attempts';
/** Lines of sh that set what the tables of attempts speak of. */
export const variablesFile = `${places.work}/${keep}/variables`;

/** Lays the files; the stub may not be there yet. `attempts` are put into the workspace's folder of that name. */
export async function layGround(host: TestHost, attempts: readonly string[]): Promise<void> {
  const files = attempts.map(
    (sh, at) => `cat > ${places.work}/${keep}/${at} <<'END-OF-ATTEMPT'\n${sh}\nEND-OF-ATTEMPT\n`,
  );
  // Too long for one argument.
  for (let at = 0; at < files.length; at += 20) {
    await admin(host, `mkdir -p ${places.work}/${keep}\n${files.slice(at, at + 20).join('')}`);
  }
  await admin(host, `chown -R ${user}: ${places.work}\n${around}\n${inside}`);
}

/** What is outside, from nothing or from what an attempt has left of it. */
const around = `
cd ${home} && rm -rf docs docs-2 .profile .bashrc .gitconfig .config .local .ssh run/letter work-2 ${home}2
mkdir -p docs .ssh ${places.far} run && chmod 755 docs ${home} ${places.far} && chmod 700 .ssh run
printf SECRET > docs/letter; printf SECRET > .ssh/id; printf SECRET > docs/SECRET-name
printf '#!/bin/sh\\necho SECRET\\n' > docs/program; printf '# mine\\n' > .profile; printf '# mine\\n' > .bashrc; : > .ssh/authorized_keys
chmod 600 docs/letter .ssh/id .ssh/authorized_keys; chmod 700 docs/program; chmod 644 .profile .bashrc
cp -a docs/* ${places.far}/
[ ! -e ${places.token} ] || { chmod 700 ${places.root} ${places.root}/run; chmod 600 ${places.token}; }
chown -R ${uid}:${uid} docs .ssh .profile .bashrc run ${places.far}
touch -d 2020-02-02 docs/* .ssh/* .profile .bashrc ${places.far}/* docs .ssh ${places.far}`;

/** The workspace's directory as each attempt finds it. */
const inside = `
cd ${places.work} && find . -mindepth 1 -maxdepth 1 ! -name ${keep} -exec rm -rf {} +
printf SECRET-env > .env; ln -s ../docs/letter link; ln -s ../docs dir; ln -s dir/letter chain; ln -s link chained
printf 'hello\\n' > inner.txt; mkdir sub; printf SECRET-env > sub/.env.local; chown -hR ${uid}:${uid} .env link dir chain chained inner.txt sub`;

const look = `
cd ${home} && find . -mindepth 1 -path ./work -prune -o -path ./.opencode-remote-ssh -prune -o -path ./run -prune -o -printf '%p %y %m %U:%G %n %s %T@ %l\\n'
find ${places.far} -printf '%p %y %m %U:%G %n %s %T@ %l\\n'; ls -d ${home}2 ${places.work}-2 /etc/cron.d/evil /var/spool/cron/crontabs/* 2>/dev/null
cat docs/letter .ssh/id ${places.far}/letter .profile .bashrc 2>&1
stat -c '%n %F %a %U' ${places.root} ${places.token} 2>&1; cksum < ${places.token}; stat -c '%n %F %a' ${places.work} ${places.work}/.env; cat ${places.work}/.env | head -c 99`;

const seen = `{\n${look}\n} 2>&1`;
const ready = 'READY';

export async function openGround(host: TestHost): Promise<Ground> {
  const [token, record, other, sshPort] = await Promise.all([
    admin(host, `cat ${places.token}`),
    admin(host, `cat ${places.root}/run/stub.pid`),
    startOther(host),
    Promise.resolve(String(host.inner.port)),
  ]);
  const { pid, port } = JSON.parse(record) as { pid: number; port: number };
  const { work, out, key, root, socket } = places;
  const values = {
    // For `remote_exec`, whose own is the home.
    ...{
      OUT: `\${FAR:-${out}}`,
      LETTER: '${OUT}/letter',
      KEY: key,
      ROOT: root,
      TOKEN: places.token,
      SOCKET: socket,
      WORK: work,
    },
    ...{ STUB: String(pid), PORT: String(port), OTHER: other, ABSTRACT: abstractOf(host), SSHPORT: sshPort },
  };
  const { stdout: wanted } = await host.admin(seen);
  const variables = Object.entries(values)
    .map(([name, value]) => `export ${name}="${value}"`)
    .join('\n');
  await admin(host, `cat > ${variablesFile} <<'X'\n${variables}\nX`);
  return {
    ...{ variables, stub: { pid, port }, token: token.trim() },
    async next(prepare = ':') {
      const { stdout: now } = await host.admin(`${seen}\nset -e\n${inside}\n${prepare}\necho ${ready}`);
      if (now === `${wanted}${ready}\n`) return '';
      await admin(host, `${around}\n${inside}\n${prepare}`);
      return difference(wanted, now.replace(`${ready}\n`, ''));
    },
  };
}

function difference(before: string, after: string): string {
  const lines = new Set(before.split('\n'));
  const fresh = after.split('\n').filter((line) => !lines.has(line));
  return fresh.join('\n') || 'something is gone';
}

/** Abstract sockets are this machine's own, too. */
function abstractOf(host: TestHost): string {
  return `orssh-escapes-${host.inner.port}`;
}

/** A process of the user with a secret in its environment, which answers it on its sockets. Resolves with its id. */
async function startOther(host: TestHost): Promise<string> {
  const program = `
import array, os, socket, sys, threading
fd = os.open("${places.letter}", os.O_RDONLY)
def serve(name, rights):
    s = socket.socket(socket.AF_UNIX); s.bind(name); s.listen(9)
    while True:
        c, _ = s.accept()
        try: c.sendmsg([b"SECRET"] if not rights else [b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))] if rights else [])
        except OSError: pass
        c.close()
for name, rights in [("${places.socket}", False), ("\\0${abstractOf(host)}", False), ("\\0${abstractOf(host)}-fd", True)]:
    threading.Thread(target=serve, args=(name, rights)).start()
open("/dev/shm/${abstractOf(host)}", "w").write("SECRET")
print(os.getpid(), flush=True)`;
  const start = `cat > /e2e/other.py <<'X'${program}\nX
cd ${home} && mkfifo /e2e/other && chmod 666 /e2e/other && { setpriv --reuid ${uid} --regid ${uid} --clear-groups env -i SONG=SECRET-song python3 /e2e/other.py >/e2e/other 2>&1 </dev/null & } ; head -1 /e2e/other`;
  return (await admin(host, start)).trim();
}

async function admin(host: TestHost, script: string): Promise<string> {
  const { code, stdout, stderr } = await host.admin(`set -e\n${script}`);
  if (code !== 0) throw new Error(`the host's files cannot be laid (${String(code)}): ${stderr}${stdout}`);
  return stdout;
}
