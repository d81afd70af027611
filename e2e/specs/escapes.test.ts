import { allAttempts } from '../harness/escapes/all-attempts.js';
import { openArena } from '../harness/escapes/arena.js';
import type { Attempt, Outcome } from '../harness/escapes/attempt.js';
import { byScripts, byTexts, scriptOf } from '../harness/escapes/by-commands.js';
import { byTools } from '../harness/escapes/by-tools.js';
import { readEscapes } from '../harness/escapes/escape-table.js';
import { landlockOfMachine, noLandlock } from '../harness/escapes/landlock.js';
import { runAttempts } from '../harness/escapes/run-attempts.js';
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

const titlesOf = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map(({ way, name, got }) => `${way}: ${name}: ${got}`);
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
      const all: Attempt[] = allAttempts(escapes, arena.ground.stub);
      expect(all.length).toBeGreaterThan(100);
      const outcomes = await runAttempts(arena, all);
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
    const some = byScripts(escapes).filter(({ name }, at) => at % 3 === 0 && !fatal.test(name));
    const tools = byTools(arena.ground.stub).filter(({ way }) => /^(read|glob)$/.test(way));
    for (const group of [some, tools]) {
      const outcomes = await runAttempts(arena, group);
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
    const texts = await runAttempts(arena, byTexts(escapes).filter(survivable));
    const scripts = await runAttempts(
      arena,
      byScripts(escapes).filter((one, at) => at % 3 === 0 && survivable(one)),
    );
    expect(partOf(scripts)).toBeGreaterThan(0.5);
    expect(partOf(texts)).toBeLessThan(partOf(scripts));
    const others = allAttempts([], arena.ground.stub).filter(({ held }) => held === 'policy');
    expect(titlesOf(won(await runAttempts(arena, others)))).toEqual([]);
  },
  options,
);
