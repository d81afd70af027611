import type { TestHost } from '../hosts/host-driver.js';
import { account } from '../profile.js';
import { admin } from './admin.js';
import { changed, groundScript, noAnswer, runner } from './ground-script.js';
import { keep, places, turnFolder, variablesFile } from './places.js';
import { abstractOf, startOther } from './start-other.js';

const { user } = account;

/** A host with a workspace and everything around it that must not be touched. In each file outside is the word `SECRET`. */
export interface Ground {
  /** Lines of sh that set what the tables of attempts speak of. */
  readonly variables: string;
  /** Of the stub that serves. */
  readonly stub: { pid: number; port: number };
  readonly token: string;
  /** Prepares the next attempt; resolves with what the one before has changed outside, "" for nothing. */
  next(prepare?: string): Promise<string>;
  /** Lets the runner begin its first attempt. */
  begin(): Promise<void>;
  /** When the runner's attempt is over: as {@link Ground.next}; then lets it begin another one. Undefined where it came to no end. */
  turn(more: boolean): Promise<string | undefined>;
}

/** Lays the files; the stub may not be there yet. `attempts` are put into the workspace's folder of that name. */
export async function layGround(host: TestHost, attempts: readonly string[]): Promise<void> {
  const files = attempts.map(
    (sh, at) => `cat > ${places.work}/${keep}/${at} <<'END-OF-ATTEMPT'\n${sh}\nEND-OF-ATTEMPT\n`,
  );
  // Too long for one argument.
  for (let at = 0; at < files.length; at += 20) {
    await admin(host, `mkdir -p ${places.work}/${keep}\n${files.slice(at, at + 20).join('')}`);
  }
  const project = `${places.work}/.opencode/command`;
  await admin(
    host,
    `cat > ${places.work}/${keep}/run <<'X'\n${runner}\nX
mkdir -p ${project}; printf 'Of the project: !\`cat ../docs/letter ${places.letter}\` @../docs/letter' > ${project}/project.md
chown -R ${user}: ${places.work}
mkdir ${turnFolder}; mkfifo ${turnFolder}/go ${turnFolder}/done; chmod 777 ${turnFolder}; chmod 666 ${turnFolder}/*
cat > /e2e/ground <<'X'\n${groundScript}\nX
. /e2e/ground; around; inside`,
  );
}

const readGround = '. /e2e/ground\n';

export async function openGround(host: TestHost): Promise<Ground> {
  const [token, record, other] = await Promise.all([
    admin(host, `cat ${places.token}`),
    admin(host, `cat ${places.root}/run/stub.pid`),
    startOther(host),
  ]);
  const { pid, port } = JSON.parse(record) as { pid: number; port: number };
  const { work, out, key, root, socket, shared } = places;
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
      SHARED: shared,
    },
    ...{
      STUB: String(pid),
      PORT: String(port),
      OTHER: other,
      ABSTRACT: abstractOf(host),
      SSHPORT: String(host.inner.port),
    },
  };
  const variables = Object.entries(values)
    .map(([name, value]) => `export ${name}="${value}"`)
    .join('\n');
  await admin(host, `cat > ${variablesFile} <<'X'\n${variables}\nX`);
  const wanted = await admin(host, `${readGround}look > /e2e/wanted 2>&1 || :; cat /e2e/wanted`);
  const differs = (said: string): string => {
    const at = said.indexOf(`${changed}\n`);
    return at < 0 ? '' : difference(wanted, said.slice(at + changed.length + 1));
  };
  return {
    ...{ variables, stub: { pid, port }, token: token.trim() },
    next: async (prepare = ':') => differs(await admin(host, `${readGround}check\n${prepare}`)),
    async begin() {
      await admin(host, `${readGround}inside; go`);
    },
    async turn(more) {
      const said = await admin(host, `${readGround}turn_over; check${more ? '; go' : ''}`);
      return said.includes(noAnswer) ? undefined : differs(said);
    },
  };
}

function difference(before: string, after: string): string {
  const lines = new Set(before.split('\n'));
  const fresh = after.split('\n').filter((line) => !lines.has(line));
  return fresh.join('\n') || 'something is gone';
}
