import type { Outcome } from './outcome.js';

/** In what a tool on the host answers otherwise than the built-in. */
export interface Difference {
  readonly tool: string;
  readonly reason: string;
  /** Leaves nothing of it in what either side answered. */
  readonly alike?: (outcome: Outcome) => Outcome;
  /** Of single calls: what their input has, and how they end here, and on the host. */
  readonly input?: object;
  readonly here?: object;
  readonly there?: object;
}

const failsOtherwise = (
  tool: string,
  reason: string,
  input: object,
  here: RegExp,
  there: RegExp,
): Difference => ({
  ...{ tool, reason, input },
  here: { status: 'error', error: expect.stringMatching(here) as unknown },
  there: { status: 'error', error: expect.stringMatching(there) as unknown },
});

const named =
  'the built-in passes on what its library said; ours says what is wrong with which path, on which host';

/** All differences that are meant; any other fails the specs. */
export const differentOnPurpose: readonly Difference[] = [
  {
    tool: 'glob',
    reason:
      'the built-in gives what it found first, in whatever order; ours gives the newest first, as its description says',
    alike: ({ output, ...outcome }) => ({ ...outcome, output: output?.split('\n').sort().join('\n') }),
  },
  {
    tool: 'glob',
    reason: 'of more than a hundred files the built-in shows those that it found first, ours the newest',
    alike: ({ output, ...outcome }) =>
      outcome.metadata?.['truncated'] === true
        ? { ...outcome, output: output?.replace(/^<project>\/.*$/gm, '<file>') }
        : { ...outcome, output },
  },
  {
    tool: 'grep',
    reason: 'as of glob: the files in whatever order, or the newest first',
    alike: ({ output, ...outcome }) => ({ ...outcome, output: output && filesSorted(output) }),
  },
  failsOtherwise(
    'glob',
    named,
    { path: 'absent' },
    /^ripgrep execution failed/,
    /does not exist: <project>\/absent/,
  ),
  failsOtherwise('grep', named, { path: 'absent' }, /./, /does not exist: <project>\/absent/),
  {
    tool: 'grep',
    reason: 'the built-in gives up at a line with very many matches; ours shows its beginning',
    input: { pattern: 'xxx' },
    here: { status: 'error', error: expect.stringContaining('JSON record exceeded') as unknown },
    there: { status: 'completed', metadata: { matches: 1, truncated: false } },
  },
  {
    tool: 'bash',
    reason: 'the whole of a long output is kept where it was written: here, and on the host',
    alike: (outcome) =>
      JSON.parse(
        JSON.stringify(outcome).replace(
          /\/[^"\s]+\/(tool-output\/tool_|state\/output\/wrk_)[^"\s\\]+/g,
          '<whole output>',
        ),
      ) as Outcome,
  },
  {
    tool: 'bash',
    reason: 'the built-in does not notice that its shell was killed before the time is over',
    input: { command: 'kill -9 $$' },
    here: { status: 'completed', output: expect.stringContaining('exceeding timeout') as unknown },
    there: { status: 'completed', output: expect.stringContaining('ended by SIGKILL') as unknown },
  },
  failsOtherwise('bash', named, { command: '' }, /cannot be empty/, /command/),
  failsOtherwise(
    'bash',
    named,
    { workdir: 'absent' },
    /^NotFound: FileSystem/,
    /"<project>\/absent" does not exist/,
  ),
  failsOtherwise(
    'bash',
    named,
    { workdir: 'README.md' },
    /^ENOTDIR/,
    /"<project>\/README.md" is not a directory/,
  ),
  {
    tool: 'edit',
    reason:
      'a file that changed since it was read may have been changed by somebody else on the host: it is read again first',
    input: { filePath: 'changed.txt' },
    here: { status: 'completed' },
    there: { status: 'error', error: expect.stringContaining('Read it again') as unknown },
  },
  {
    tool: 'edit',
    reason: 'ours keeps the encoding of a file that is not UTF-8, which the built-in breaks',
    input: { filePath: 'latin.txt' },
    here: { status: 'completed', metadata: { diff: expect.stringContaining('Caf\uFFFD') as unknown } },
    there: { status: 'completed', metadata: { diff: expect.stringContaining('Caf\u00E9') as unknown } },
  },
  failsOtherwise(
    'write',
    named,
    { filePath: 'src' },
    /^BadResource/,
    /is a directory, not a file: <project>\/src/,
  ),
  failsOtherwise(
    'write',
    named,
    { filePath: 'data.bin/below' },
    /^BadResource/,
    /"<project>\/data.bin\/below" leads/,
  ),
  {
    tool: 'invalid',
    reason: 'it names all tools there are: those of this plugin for the chat are not in a workspace',
    alike: (outcome) => JSON.parse(JSON.stringify(outcome).replace(/remote_\w+, /g, '')) as Outcome,
  },
  failsOtherwise(
    'webfetch',
    'addresses of this machine are not those of the host, where curl reaches them',
    { url: 'http://127.0.0.1:9/' },
    /./,
    /curl/,
  ),
];

/** `Found n matches`, then each file with its lines; a line ends with an empty one where it had an end. */
function filesSorted(output: string): string {
  const [found = '', ...lines] = output.split('\n');
  const files = lines.join('\n').split(/\n*(?=^<project>)/m);
  return [found, ...files.map((file) => file.trimEnd()).sort()].join('\n');
}
