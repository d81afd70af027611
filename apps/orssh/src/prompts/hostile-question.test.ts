import { PassThrough } from 'node:stream';

import type { PermissionRequest } from '@orssh/protocol';
import { steering, steeringText } from '@orssh/protocol/testing';

import { describeStep } from '../host/describe-step.js';
import { Interrupts } from '../interrupts.js';
import { SpinnerProgress } from '../output/spinner-progress.js';
import { FakeOutput } from '../testing/fake-cli.js';
import { askPermission } from './ask-permission.js';
import { TerminalAsker } from './terminal-asker.js';

/** A terminal as far as the libraries that draw on it ask for more than a stream. */
class Screen extends FakeOutput {
  readonly columns = 100;
  readonly rows = 40;
  readonly cursorTo = (): boolean => true;
  readonly moveCursor = (): boolean => true;
  readonly clearLine = (): boolean => true;

  constructor() {
    super(true);
  }
}

const touch = {
  path: steeringText,
  requested: steeringText,
  access: 'all',
  tree: true,
  secret: true,
} as const;
const huge = 'x'.repeat(200_000);

const questions: [string, PermissionRequest['metadata']][] = [
  ['a place', { path: steeringText, command: steeringText }],
  ['a touch', { touches: [{ ...touch, access: 'read' }], warning: steeringText }],
  ['many touches', { touches: Array(100).fill(touch) as (typeof touch)[], unknown: [steeringText] }],
  [
    'huge ones',
    {
      touches: Array(100).fill({ ...touch, path: huge }) as (typeof touch)[],
      unknown: Array<string>(100).fill(huge),
    },
  ],
];

test.each(questions)(
  'a question about %s that steers is text, behind a display that moves',
  async (_name, metadata) => {
    const screen = new Screen();
    const spinner = new Screen();
    const progress = new SpinnerProgress(spinner);
    const step = describeStep({ step: 'started', version: steeringText, adopted: true } as never, true);
    progress.step(step ?? '');
    while (!spinner.text.includes('ORSSH-TITLE')) await new Promise((resolve) => setTimeout(resolve, 20));
    const input = new PassThrough();
    const open = () => ({ input, output: screen, close: () => undefined });
    const asker = new TerminalAsker(open, progress, new Interrupts());
    const request = {
      ...{ id: 'per_1', sessionID: '', permission: 'bash', patterns: [steeringText], always: [steeringText] },
      ...{ metadata, path: metadata.path },
    };
    const asked = askPermission(asker, request, 'box');
    const typing = setInterval(() => input.write('\n'), 100);
    expect(await asked).toBe('once');
    clearInterval(typing);
    progress.end();
    const shown = spinner.text + screen.text;
    for (const [name, raw] of Object.entries(steering)) {
      expect({ name, steers: shown.includes(raw) }).toEqual({ name, steers: false });
    }
    expect(shown).not.toMatch(/\u001b[\]P^_X]|[\u0080-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(shown.length).toBeLessThan(400_000);
  },
);
