import { type Outcome, type Step, steps } from './scenario.js';

/** What is kept of a version. */
export interface Result {
  version: string;
  /** Day of the run. */
  date: string;
  /** Why it was not tried. */
  missing?: string;
  outcome?: Outcome;
}

/** What a note does not say by itself. */
const explained: [RegExp, string][] = [
  [
    /"command is missing\."/,
    'These versions drop the body of every request that they pass on to a workspace: they take it from a web `Request`, which what comes from their own HTTP server is not.',
  ],
  [
    /message: 503 Timed out waiting for sync fence/,
    'These versions tell of times in a session of an agent as text, and take only numbers when they are told of it: the prompt is worked on, and its messages do not arrive.',
  ],
];

const names = Object.keys(steps) as Step[];

/** The document: what each column means, a row for each version, newest first, and why what does not work does not. */
export function document(results: Result[], plugin: string): string {
  const sorted = [...results].sort((one, other) => compareVersions(other.version, one.version));
  const notes: string[] = [];
  const note = (text: string): string => {
    if (!notes.includes(text)) notes.push(text);
    return `✗ [${notes.indexOf(text) + 1}]`;
  };
  const cell = (value: true | string | undefined): string => {
    if (value === true) return '✓';
    return value === undefined ? '–' : note(value);
  };
  const rows = sorted.map(({ version, date, missing, outcome }) => {
    const cells = names.map((step) => cell(outcome?.[step]));
    if (missing !== undefined) cells[0] = note(missing);
    return `| ${[version, ...cells, date].join(' | ')} |`;
  });
  return `# OpenCode versions

Each version of OpenCode that npm offers since 1.14.34, tried with opencode-remote-ssh ${plugin} on a real SSH host by
\`npm run versions\` (a few versions: \`npm run versions -- 1.18.33 1.17.20\`). ✓ works, ✗ does not (the reason is below), – was
not reached.

| column | what was tried |
| --- | --- |
${names.map((name) => `| ${name} | ${steps[name]} |`).join('\n')}

| OpenCode | ${names.join(' | ')} | tried on |
| --- | ${names.map(() => ':-:').join(' | ')} | --- |
${rows.join('\n')}
${notes.length === 0 ? '' : `\n${notes.map((text, index) => `${index + 1}. ${escaped(text)}${explanationOf(text)}`).join('\n')}\n`}`;
}

/** By number: 1.9.0 comes before 1.10.0. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]];
  return a.map((part, index) => part - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function explanationOf(text: string): string {
  const found = explained.find(([pattern]) => pattern.test(text));
  return found ? ` ${found[1]}` : '';
}

function escaped(text: string): string {
  return text.replace(/[|<>*_`]/g, '\\$&');
}
