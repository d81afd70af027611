import { advisoryRows, wordsFor } from '../harness/escapes/advisory-rows.js';
import { allAttempts } from '../harness/escapes/all-attempts.js';
import { openArena } from '../harness/escapes/arena.js';
import type { Attempt, Outcome, Scripts } from '../harness/escapes/attempt.js';
import { byCalls, byScripts, byTexts, scriptOf } from '../harness/escapes/by-commands.js';
import { execScripts } from '../harness/escapes/by-exec.js';
import { terminals, typed } from '../harness/escapes/by-terminals.js';
import { byTools } from '../harness/escapes/by-tools.js';
import { bySlashCommands } from '../harness/escapes/by-files.js';
import { readEscapes } from '../harness/escapes/escape-table.js';
import { closedWays } from '../harness/escapes/harmless.js';
import { landlockOfMachine, noLandlock } from '../harness/escapes/landlock.js';
import { runAttempts } from '../harness/escapes/run-attempts.js';
import { runScripts } from '../harness/escapes/run-scripts.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import type { Given } from '../harness/on-hosts.js';
import { orssh } from '../harness/product/orssh.js';
import { debian12 } from '../harness/profile.js';

const options = { timeoutMs: 500_000 };
const escapes = readEscapes();
const attempts = escapes.map(scriptOf);
/** Of a host as most are. */
const ordinary = { ...debian12, userNamespaces: true };

async function levelOf(given: Given): Promise<{ enforcement?: string; enforcementWhy?: string }> {
  const { stdout } = await orssh(['status', given.target, '--json']);
  return (JSON.parse(stdout) as { details: object }).details;
}

/** They would end the stub that all of them go through. */
const fatal = /another token|another folder for the stub|unmount what hides/;

/** Every so manieth of them. */
const withoutFatal = ({ scripts, ...by }: Scripts, every: number): Scripts => ({
  ...by,
  scripts: scripts.filter(({ name }, at) => at % every === 0 && !fatal.test(name)),
});

const titlesOf = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map(({ way, name, got }) => `${way}: ${name}: ${got}`);
const unanswered = (outcomes: readonly Outcome[]): string[] =>
  outcomes.filter(({ answered }) => !answered).map(({ way, name }) => `${way}: ${name}`);
const won = (outcomes: readonly Outcome[]): Outcome[] => outcomes.filter(({ got }) => got !== '');

/** How many of them got out, from 0 to 1. */
const partOf = (outcomes: readonly Outcome[]): number => won(outcomes).length / outcomes.length;

const title = 'of all ways out none succeeds where the kernel holds commands and nobody approves';
if (landlockOfMachine() === 0) test.skip(`${title} (skipped: this kernel has no Landlock)`, () => undefined);
else
  onceOnOpencode(
    ordinary,
    title,
    async (given) => {
      const arena = await openArena(given, { attempts });
      expect(await levelOf(given)).toMatchObject({
        enforcement: expect.stringMatching(/^kernel ABI \d+$/) as string,
      });
      expect(await closedWays(arena)).toEqual([]);
      const outcomes = [
        ...(await runAttempts(arena, allAttempts(escapes, arena.ground.stub))),
        ...(await runScripts(arena, byScripts(escapes))),
        ...(await runScripts(arena, execScripts(escapes))),
      ];
      expect(outcomes.length).toBeGreaterThan(100);
      expect(unanswered(outcomes)).toEqual([]);
      expect(titlesOf(won(outcomes))).toEqual([]);
      expect(await arena.canaries.touched()).toEqual([]);
    },
    options,
  );

onceOnOpencode(
  ordinary,
  'most of them succeed where nothing holds and everything is allowed',
  async (given) => {
    const arena = await openArena(given, { open: true, attempts });
    const tools = byTools(arena.ground.stub).filter(({ way }) => /^(read|glob)$/.test(way));
    const typedIn = typed(escapes).filter(({ name }, at) => at % 15 === 0 && !fatal.test(name));
    const groups = [
      await runScripts(arena, withoutFatal(byScripts(escapes), 3)),
      await runAttempts(arena, tools),
      await runAttempts(arena, terminals),
      await runAttempts(arena, typedIn),
      await runAttempts(arena, bySlashCommands),
    ];
    for (const outcomes of groups) {
      expect(unanswered(outcomes)).toEqual([]);
      expect(partOf(outcomes)).toBeGreaterThan(0.5);
    }
  },
  options,
);

onceOnOpencode(
  { ...noLandlock, userNamespaces: true },
  'without Landlock what a text shows is asked about, and the rest is not held',
  async (given) => {
    const arena = await openArena(given, { attempts });
    expect(await levelOf(given)).toMatchObject({ enforcement: 'advisory' });
    const survivable = ({ name }: Attempt): boolean => !fatal.test(name);
    const texts = await runAttempts(arena, [
      ...byCalls(escapes).filter(survivable),
      // Each starts a program on this machine.
      ...byTexts(escapes).filter((one, at) => at % 5 === 0 && survivable(one)),
    ]);
    const scripts = await runScripts(arena, withoutFatal(byScripts(escapes), 1));
    const others = allAttempts([], arena.ground.stub).filter(
      ({ held, way }) => held === 'policy' || way === 'GET /vcs',
    );
    const rest = await runAttempts(arena, others);
    const all = [...texts, ...scripts, ...rest];
    expect(unanswered(all)).toEqual([]);
    expect(titlesOf(won(rest))).toEqual([]);
    for (const row of advisoryRows(all)) {
      expect(row.tried).toBeGreaterThan(0);
      expect(row).toMatchObject({ says: expect.stringMatching(wordsFor(row)) as string });
    }
  },
  options,
);
