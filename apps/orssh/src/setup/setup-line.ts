import type { OpenHostEvent } from '@orssh/adaptor';

import { describeStep } from '../host/describe-step.js';
import type { Colors } from '../output/colors.js';

/** Where one host of several is on its way to ready. */
export type SetupState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'working'; readonly text: string; /** Of the upload, 0 to 1. */ readonly share: number }
  | { readonly kind: 'ready'; readonly text: string }
  | { readonly kind: 'failed'; readonly text: string };

/** The state after an event, or undefined when nothing new begins. */
export function nextState(state: SetupState, event: OpenHostEvent): SetupState | undefined {
  const before = state.kind === 'working' ? state.share : 0;
  if (event.step === 'upload') {
    const { sentBytes, totalBytes } = event;
    const [sent, total] = [sentBytes, totalBytes].map((bytes) => (bytes / 1_000_000).toFixed(1));
    const share = totalBytes > 0 ? sentBytes / totalBytes : 1;
    return { kind: 'working', share, text: `uploading ${sent ?? ''} of ${total ?? ''} MB` };
  }
  const text = describeStep(event, true);
  return text === undefined ? undefined : { kind: 'working', text, share: before };
}

const barWidth = 10;

/** `web1  ██████▌░░░  65 %  uploading 1.9 of 2.9 MB`, at most `width` columns; `name` is padded already. */
export function setupLine(name: string, state: SetupState, colors: Colors, width: number): string {
  const room = Math.max(8, width - name.length - 2);
  switch (state.kind) {
    case 'waiting':
      return `${name}  ${colors.dim('waits')}`;
    case 'ready':
      return `${name}  ${colors.green('✓')} ${fit(state.text, room - 2)}`;
    case 'failed':
      return `${name}  ${colors.red('✗')} ${fit(state.text, room - 2)}`;
    case 'working': {
      const filled = Math.round(state.share * barWidth);
      const bar = colors.cyan('█'.repeat(filled)) + colors.dim('░'.repeat(barWidth - filled));
      const percent = `${Math.floor(state.share * 100)} %`.padStart(5);
      return `${name}  ${bar} ${percent}  ${fit(state.text, room - barWidth - 8)}`;
    }
  }
}

function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/**
 * The lines for all hosts, in their order, of which `most` fit: those that are under way come first, then failures, and
 * the last line counts the others.
 */
export function setupLines(
  hosts: readonly { name: string; state: SetupState }[],
  colors: Colors,
  { columns, most }: { columns: number; most: number },
): string[] {
  const widest = Math.min(32, Math.max(...hosts.map(({ name }) => name.length)));
  const shown = new Set(hosts);
  if (hosts.length > most) {
    const byInterest = [...hosts].sort((a, b) => interest(a.state) - interest(b.state));
    for (const dropped of byInterest.slice(Math.max(1, most - 1))) shown.delete(dropped);
  }
  const lines = hosts
    .filter((host) => shown.has(host))
    .map(({ name, state }) => setupLine(name.padEnd(widest), state, colors, columns));
  const others = hosts.filter((host) => !shown.has(host));
  return others.length === 0 ? lines : [...lines, colors.dim(fit(`… and ${countOthers(others)}`, columns))];
}

const order = { working: 0, failed: 1, waiting: 2, ready: 3 };
const interest = ({ kind }: SetupState) => order[kind];

function countOthers(others: readonly { state: SetupState }[]): string {
  const names = { ready: 'ready', failed: 'failed', working: 'under way', waiting: 'waiting' } as const;
  return Object.entries(names)
    .map(([kind, name]) => [others.filter(({ state }) => state.kind === kind).length, name] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(', ');
}
