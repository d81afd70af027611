import { GuardStub, type GuardKind } from './guard-stub.js';
import { compare, type Contender } from './measure.js';
import { printTable } from './report.js';

/** At most this much longer is wanted, in milliseconds. */
const aimMs = 2;

/** One small command over HTTP: as it is, and held by each of the ways that this machine has. */
export async function compareGuard(rounds: number): Promise<void> {
  const title = 'One command under the guard (loopback, over HTTP)';
  const stubs: GuardStub[] = [];
  try {
    const contenders = await Promise.all(
      wanted().map(async ({ name, kind, off }): Promise<Contender> => {
        const stub = await GuardStub.start(kind);
        stubs.push(stub);
        const { enforcement, enforcementWhy } = await stub.level();
        const hasMounts = !enforcementWhy.includes('no private mounts');
        if (!enforcement.startsWith('kernel') || hasMounts === (kind === 'Landlock'))
          throw new Error(`${name} is not to be had here: ${enforcement} ${enforcementWhy}`);
        return { name, baseline: off, run: () => stub.run(off ? 'off' : 'best-effort') };
      }),
    );
    const rows = await compare(contenders, rounds);
    printTable(title, rows);
    const [base] = rows;
    for (const { name, medianMs } of rows.slice(1)) {
      const more = medianMs - (base?.medianMs ?? Number.NaN);
      console.log(
        `  ${name}: ${more.toFixed(1)} ms more   aim ≤ ${aimMs.toFixed(1)} ms  ${more <= aimMs ? 'met' : 'MISSED'}`,
      );
    }
  } catch (error) {
    console.log(`\n${title}\n  skipped: ${(error as Error).message}`);
  } finally {
    for (const stub of stubs) stub.stop();
  }
}

function wanted(): { name: string; kind: GuardKind; off: boolean }[] {
  const isRoot = process.getuid?.() === 0;
  return [
    { name: 'off', kind: 'as it is', off: true },
    { name: 'Landlock', kind: 'Landlock', off: false },
    ...(isRoot ? [{ name: 'and mounts, as root', kind: 'as it is', off: false } as const] : []),
    { name: 'and mounts, in a user namespace', kind: 'user namespace', off: false },
  ];
}
