/** What the system prompt says of the host. */
export interface HostPlace {
  /** What is below it here is on the host as well. */
  anchor?: string;
  /** As the person knows it. */
  host: string;
  directory: string;
  /** Absent while the host has not been asked yet. */
  facts?: { platform: string; arch: string; hostname: string; home: string };
  /** Whether the directory is in a git repository. */
  git?: boolean;
}

const environment = /<env>[^]*?<\/env>/;

/**
 * Rewrites OpenCode's description of where it runs (`<env>`, 1.18.33) to the host's, and takes out the folders of this machine that it
 * offers as references. A prompt without that description, a title's say, stays as it is.
 */
export function systemPromptOnHost(prompt: string, place: HostPlace, today = new Date()): string {
  const isOnHost = (line: string): boolean => place.anchor !== undefined && line.includes(`${place.anchor}/`);
  const withoutFolders = prompt
    .replace(references, '')
    .replace(skillPlaces, (line) => (isOnHost(line) ? line : ''));
  if (!environment.test(withoutFolders)) return withoutFolders;
  const block = environmentOf(place, today);
  return withoutFolders.replace(environment, () => block).replace(listings, '');
}

const references =
  /(?:Project references provide additional directories[^\n]*\n)?<available_references>[^]*?<\/available_references>\n?/g;
/** Where a skill is on this machine: its text is what the model gets of it. */
const skillPlaces = /\s*<location>(?!&lt;|<)[^<]*<\/location>/g;
/** What other versions say of the files beside the working directory. */
const listings = /<(files|directories)>[^]*?<\/\1>\n?/g;

function environmentOf({ host, directory, facts, git }: HostPlace, today: Date): string {
  const lines = [
    `Working directory: ${directory}`,
    `Workspace root folder: ${directory}`,
    ...(git === undefined ? [] : [`Is directory a git repo: ${git ? 'yes' : 'no'}`]),
    `Platform: ${facts ? `${facts.platform} (${facts.arch})` : 'linux'}`,
    `Host: ${host}${facts ? ` (hostname ${oneLine(facts.hostname)})` : ''}, reached over SSH`,
    ...(facts ? [`Home directory: ${oneLine(facts.home)}`] : []),
    `Today's date: ${today.toDateString()}`,
  ];
  return [
    '<env>',
    ...lines.map((line) => `  ${line}`),
    '</env>',
    `Files and commands are on the host ${host}: every tool for them acts there, and "localhost" is that host for commands.`,
    'The machine that OpenCode itself runs on is another one: its files, programs and network are out of reach.',
    'There are no language servers (LSP) in this workspace.',
  ].join('\n');
}

/** What a host says of itself is data. */
function oneLine(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 256);
}
