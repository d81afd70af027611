import { existsSync } from 'node:fs';

import { chromium, type Page } from 'playwright-core';

import type { Given } from '../on-hosts.js';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/** Why there is no browser here, or undefined. */
export const browserMissing = program === undefined ? 'chromium is not installed' : undefined;

/** It asks nothing of the network by itself. */
const quiet = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** What a page asked of whom, and what came of it. */
export interface Traffic {
  readonly url: string;
  readonly status: number;
}

/** A page of a real browser that has never been anywhere. */
export interface Browsed {
  readonly page: Page;
  /** All that was answered so far. */
  readonly traffic: readonly Traffic[];
  /** What the pages complained of. */
  readonly errors: readonly string[];
}

/** Opens a browser; it ends with the test. A failure shows what its page says. */
export async function openBrowser({ defer, explain }: Pick<Given, 'defer' | 'explain'>): Promise<Browsed> {
  const browser = await chromium.launch({ executablePath: program, args: quiet });
  defer(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const traffic: Traffic[] = [];
  const errors: string[] = [];
  page.on('response', (answer) => traffic.push({ url: answer.url(), status: answer.status() }));
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  explain('page', () => page.locator('body').innerText());
  explain('page errors', () => errors.join('\n'));
  return { page, traffic, errors };
}
