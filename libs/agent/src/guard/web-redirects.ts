import { checkWebAddress } from './web-address.js';

type Fetch = typeof globalThis.fetch;
type Check = (url: string) => Promise<void>;

interface Watched {
  check: Check;
  seen: boolean;
}

interface Watching {
  /** By the URL that is fetched. They stay: a call that failed has no end. */
  readonly calls: Map<string, Watched>;
}

const mostRedirects = 10;
/** OpenCode keeps the `fetch` that it finds first, whichever copy of this module put it there. */
const key = Symbol.for('opencode-remote-ssh.web-redirects');
const shared = globalThis as { [key]?: Watching };

/**
 * Watches where `webfetch` is led: OpenCode's own follows redirects without a look at where they go. To be made before OpenCode fetches
 * anything, because it keeps the `fetch` of its first request.
 */
export class WebRedirects {
  private readonly calls = (shared[key] ??= watch()).calls;

  constructor(private readonly host: string) {}

  /** Before the tool fetches. */
  expect(url: string): void {
    const href = hrefOf(url);
    if (href !== undefined)
      this.calls.set(href, { check: (to) => checkWebAddress(to, this.host), seen: false });
  }

  /** After it: whether its request was watched, if it was expected at all. */
  wasWatched(url: string): boolean {
    return this.calls.get(hrefOf(url) ?? '')?.seen ?? true;
  }
}

function watch(): Watching {
  const calls = new Map<string, Watched>();
  const real = globalThis.fetch;
  const watched: Fetch = async (input, init) => {
    const href = input instanceof Request ? undefined : hrefOf(String(input));
    const call = href === undefined ? undefined : calls.get(href);
    if (href === undefined || !call) return real(input, init);
    call.seen = true;
    return followed(real, { href, init, check: call.check });
  };
  globalThis.fetch = Object.assign(watched, real);
  return { calls };
}

interface Followed {
  href: string;
  init: RequestInit | undefined;
  check: Check;
}

/** What was refused is told as the page would be: OpenCode says nothing of why a request failed. */
export async function followed(real: Fetch, { href, init, check }: Followed): Promise<Response> {
  let url = href;
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const answer = await real(url, { ...init, redirect: 'manual' });
    const location = answer.headers.get('location');
    if (answer.status < 300 || answer.status >= 400 || location === null) return answer;
    await answer.body?.cancel();
    const next = new URL(location, url);
    if (!/^https?:$/.test(next.protocol))
      return told(`${href} leads to ${next.protocol}, which is not fetched.`);
    url = next.href;
    const refusal = await check(url).then(() => undefined, readable);
    if (refusal !== undefined) return told(`${href} leads elsewhere. ${refusal}`);
  }
  return told(`${href} leads from page to page without end.`);
}

function readable(error: unknown): string {
  const { message, remedy = '' } = error as Error & { remedy?: string };
  return `${message} ${remedy}`;
}

function told(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/plain' } });
}

function hrefOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).href : undefined;
}
