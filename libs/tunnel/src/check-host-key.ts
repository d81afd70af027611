import { addKnownHost } from './add-known-host.js';
import { quote } from './quote.js';
import type { Destination } from './destination.js';
import { describeHostKey, keyKind } from './host-key.js';
import { type HostKeyVerdict, judgeHostKey, knownHostName } from './host-key-verdict.js';
import type { KnownHostLine } from './known-hosts.js';
import type { Prompter } from './prompter.js';
import { TunnelError } from './tunnel-error.js';

export interface HostKeyCheck {
  destination: Destination;
  lines: KnownHostLine[];
  key: Buffer;
  prompter?: Prompter;
  onNotice?: (message: string) => void;
  onVerdict?: (verdict: HostKeyVerdict) => void;
}

/** Resolves when the key may be trusted, after remembering a new one; rejects with a {@link TunnelError}. */
export async function checkHostKey(check: HostKeyCheck): Promise<void> {
  const { destination, key, lines } = check;
  const verdict = judgeHostKey(lines, destination, key);
  check.onVerdict?.(verdict);
  if (verdict.name === 'known') return;
  if (verdict.name !== 'unknown') throw refusal(destination, key, verdict);

  const hostKey = describeHostKey(key);
  switch (destination.strictHostKeyChecking) {
    case 'yes':
      throw unknownKey(destination, key, 'StrictHostKeyChecking is yes');
    case 'ask':
      if (!check.prompter || destination.batchMode)
        throw unknownKey(destination, key, 'nobody is there to ask');
      if (!(await check.prompter.hostKey({ destination, hostKey, knownAs: verdict.knownAs }))) {
        throw unknownKey(destination, key, 'it was not accepted');
      }
      break;
    case 'no':
      check.onNotice?.(`The host key of ${destination.target} (${hostKey.fingerprint}) was not checked.`);
      break;
    case 'accept-new':
      break;
  }
  await remember(check);
}

async function remember({ destination, key, onNotice }: HostKeyCheck): Promise<void> {
  try {
    await addKnownHost(destination, key);
  } catch (error) {
    const file = destination.userKnownHostsFiles[0] ?? '';
    onNotice?.(
      `The host key of ${destination.target} could not be added to ${file}: ${(error as Error).message}`,
    );
  }
}

function unknownKey(destination: Destination, key: Buffer, why: string): TunnelError {
  const { target, port, host } = destination;
  const { type, fingerprint } = describeHostKey(key);
  return new TunnelError(
    'host_key_unknown',
    `The host key of ${target} is not known (${keyKind(type)} ${fingerprint}), and ${why}.`,
    {
      host: target,
      remedy: `Compare the fingerprint with the host's, then add it: \`ssh-keyscan -p ${port} ${quote(host)}\`, or connect once with ssh.`,
    },
  );
}

function refusal(
  destination: Destination,
  key: Buffer,
  verdict: Exclude<HostKeyVerdict, { name: 'known' | 'unknown' }>,
): TunnelError {
  const { target } = destination;
  const { type, fingerprint } = describeHostKey(key);
  const shown = `${keyKind(type)} ${fingerprint}`;
  const at = `${verdict.line.file}:${verdict.line.line}`;
  switch (verdict.name) {
    case 'revoked':
      return new TunnelError(
        'host_key_revoked',
        `The host key of ${target} (${shown}) is revoked in ${at}.`,
        {
          host: target,
          remedy: 'Do not connect. Ask who runs the host for its new key.',
        },
      );
    case 'changed': {
      const forget = `ssh-keygen -f ${quote(verdict.line.file)} -R ${quote(knownHostName(destination))}`;
      return new TunnelError(
        'host_key_changed',
        `The host key of ${target} has changed: it shows ${shown}, which is not what ${at} says. Somebody may be listening in.`,
        {
          host: target,
          remedy: `If the host was reinstalled, forget the old key: \`${forget}\`, then connect again.`,
        },
      );
    }
    case 'authority':
      return new TunnelError(
        'unsupported',
        `${target} is trusted by a certificate authority only (${at}), and host certificates cannot be verified here.`,
        { host: target, remedy: `Add the host's own key (${shown}) to known_hosts after comparing it.` },
      );
  }
}
