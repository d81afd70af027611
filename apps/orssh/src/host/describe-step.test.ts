import { describeStep } from './describe-step.js';

const upload = { step: 'upload', sentBytes: 1_500_000, totalBytes: 2_400_000, path: '/x' } as const;

test('an upload counts on a terminal, and is one line elsewhere', () => {
  expect(describeStep(upload, true)).toBe('uploading the stub (1.5 of 2.4 MB)');
  expect(describeStep(upload, false)).toBe('uploading the stub (2.4 MB)');
});

test('a state that is over in no time is not announced', () => {
  expect(describeStep({ step: 'recall', result: 'miss' }, true)).toBeUndefined();
});

test('a version that the host made up cannot steer the terminal', () => {
  const event = {
    step: 'started',
    version: '\u001b[2J',
    adopted: false,
    upgradeWaiting: false,
    predecessor: 'none',
  };
  expect(describeStep(event as Parameters<typeof describeStep>[0], false)).toContain('\\x1b[2J');
});
