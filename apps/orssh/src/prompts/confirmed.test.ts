import { FakeAsker } from '../testing/fake-asker.js';
import { confirmed } from './confirmed.js';

const about = {
  host: 'web1',
  doing: 'removing it',
  say: 'It is gone then.',
  question: 'Remove it?',
  inAdvance: 'orssh remove --yes',
};

test('a person sees what will happen, and only yes is yes', async () => {
  const asker = new FakeAsker(true, false, undefined);
  expect(await confirmed(asker, about)).toBe(true);
  expect(await confirmed(asker, about)).toBe(false);
  expect(await confirmed(asker, about)).toBe(false);
  expect(asker.transcript.slice(0, 2)).toEqual(['It is gone then.', 'Remove it?']);
});

test('what was confirmed in advance needs nobody', async () => {
  expect(await confirmed(undefined, { ...about, yes: true })).toBe(true);
});

test('where nobody can be asked the way to confirm is named', async () => {
  await expect(confirmed(undefined, about)).rejects.toMatchObject({
    code: 'not_confirmed',
    host: 'web1',
    remedy: 'confirm it in advance: orssh remove --yes',
  });
});
