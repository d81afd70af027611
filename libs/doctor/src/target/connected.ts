import type { Connection, Destination, LoginEvent } from '@orssh/tunnel';

import { duration } from '../duration.js';
import type { Check, Findings } from '../check.js';
import { known } from '../facts.js';
import { failed, failedBy, type Finding, ok, warning } from '../finding.js';

type Step = 'tcp' | 'handshake' | 'login';

/** Longer than the connection's own time limits, and than a person needs for a passphrase. */
const limitMs = 180_000;

/** One connection, in its steps. The host key is never asked about: looking is not trusting. */
export const connected: Check = {
  group: 'connection',
  lines: { tcp: 'TCP', handshake: 'SSH', 'host-key': 'host key', login: 'login' },
  needs: ['ssh-config', 'name'],
  limitMs,
  run: async (facts, signal) => {
    const destination = known(facts, 'destination');
    const { env, prompter, options, host } = facts;
    const record = new ConnectRecord(destination, facts.home);
    try {
      facts.connection = await facts.libraries.connect(destination, {
        env,
        signal,
        prompter: prompter && { ...prompter, hostKey: () => Promise.resolve(false) },
        timeoutMs: options.connectTimeout ?? host?.settings.tunnel.connectTimeoutMs,
        onState: (state) => {
          if (state.name === 'connecting' && state.step !== 'resolve') {
            record.begin(state.step === 'auth' ? 'login' : state.step);
          }
        },
        onLogin: (event) => {
          record.hear(event);
        },
      });
      return record.succeeded(facts.connection);
    } catch (error) {
      signal.throwIfAborted();
      return record.failed(error);
    }
  },
};

/** What a connection showed on its way, as findings. Of several hops, the last that was reached. */
class ConnectRecord {
  #step: Step = 'tcp';
  #since = performance.now();
  readonly #took: Partial<Record<Step, number>> = {};
  #software = '';
  #hostKey: Extract<LoginEvent, { name: 'host-key' }> | undefined;
  #methods: string[] = [];
  #attempts: string[] = [];

  constructor(
    readonly destination: Destination,
    readonly home: string,
  ) {}

  begin(step: Step): void {
    const now = performance.now();
    this.#took[this.#step] = now - this.#since;
    if (step === 'tcp') this.#attempts = [];
    [this.#step, this.#since] = [step, now];
  }

  hear(event: LoginEvent): void {
    if (event.name === 'server') this.#software = event.software;
    else if (event.name === 'host-key') this.#hostKey = event;
    else if (event.name === 'methods') this.#methods = event.offered;
    else this.#attempts.push(this.#short(`${event.what} ${event.outcome}`));
  }

  succeeded({ destination: { user } }: Connection): Findings {
    this.begin('login');
    return { ...this.#before('login'), login: ok(`${user}: ${this.#login()}`) };
  }

  failed(error: unknown): Findings {
    const at = lineOf(error) ?? (this.#step === 'login' && this.#hostKey ? 'login' : this.#step);
    const finding = at === 'host-key' ? this.#refusedKey(error) : failedBy(error);
    if (at !== 'login') return { ...this.#before(at), [at]: finding };
    return { ...this.#before(at), login: { ...finding, found: this.#short(finding.found) } };
  }

  #before(line: Step | 'host-key'): Findings {
    const findings: Findings = {};
    if (line === 'tcp') return findings;
    findings['tcp'] = ok(`${this.#where()} answers${time(this.#took.tcp)}`);
    if (line === 'handshake') return findings;
    const software = this.#software || 'SSH 2';
    findings['handshake'] = ok(`${software}${time(this.#took.handshake)}`);
    if (line === 'host-key') return findings;
    return { ...findings, 'host-key': this.#trustedKey() };
  }

  #where(): string {
    const { proxyCommand, host, port } = this.destination;
    return proxyCommand === undefined ? `${host}:${port}` : 'the ProxyCommand';
  }

  #key(): string {
    const { type = '', fingerprint = '' } = this.#hostKey?.hostKey ?? {};
    return `${type.replace(/^ssh-/, '')} ${fingerprint}`;
  }

  #trustedKey(): Finding {
    if (this.#hostKey?.verdict.name === 'known') return ok(`known: ${this.#key()}`);
    const { strictHostKeyChecking } = this.destination;
    return warning(
      `it was new, and taken as it is (StrictHostKeyChecking ${strictHostKeyChecking}): ${this.#key()}`,
    );
  }

  #refusedKey(error: unknown): Finding {
    const { target } = this.destination;
    if (this.#hostKey?.verdict.name !== 'unknown') return failedBy(error);
    return failed(
      `not known yet: ${this.#key()}`,
      `compare the fingerprint with the host's; orssh setup ${target}, like ssh, then asks and remembers it`,
    );
  }

  #login(): string {
    const tried = this.#attempts.length > 0 ? this.#attempts.join(', ') : 'without a question';
    const offered = this.#methods.length > 0 ? ` (offered: ${this.#methods.join(', ')})` : '';
    return `${tried}${offered}${time(this.#took.login)}`;
  }

  /** Keys are named by their paths. */
  #short(text: string): string {
    return this.home === '' ? text : text.replaceAll(`${this.home}/`, '~/');
  }
}

function time(ms: number | undefined): string {
  return ms === undefined ? '' : `, ${duration(ms)}`;
}

/** The step that an error is of, where its code says so. */
function lineOf(error: unknown): Step | 'host-key' | undefined {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return undefined;
  if (code.startsWith('host_key')) return 'host-key';
  if (code.startsWith('auth_') || code.startsWith('key_')) return 'login';
  return ['dns', 'refused', 'unreachable', 'proxy_failed'].includes(code) ? 'tcp' : undefined;
}
