import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { jest } from '@jest/globals';

import { fakeCli } from '../testing/fake-cli.js';
import { tempHome } from '../testing/temp-home.js';
import { oneAtATime } from './one-at-a-time.js';

const home = tempHome();

test('of two that open the same place the second begins when the first is done', async () => {
  const said: string[] = [];
  const work = (name: string) => async () => {
    said.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    said.push(`${name} is done`);
    return name;
  };
  const one = oneAtATime(fakeCli({ env: home.env }), 'box /srv', work('one'));
  const two = oneAtATime(fakeCli({ env: home.env }), 'box /srv', work('two'));
  expect(await Promise.all([one, two])).toEqual(['one', 'two']);
  const [first] = said;
  const order = first === 'one begins' ? ['one', 'two'] : ['two', 'one'];
  expect(said).toEqual(order.flatMap((name) => [`${name} begins`, `${name} is done`]));
});

test('who waits is interrupted at once, and does not begin', async () => {
  let release: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    void oneAtATime(fakeCli({ env: home.env }), 'box /srv', () => {
      resolve();
      return new Promise<void>((done) => {
        release = done;
      });
    });
  });
  await begun;
  const waiting = fakeCli({ env: home.env });
  const work = jest.fn(() => Promise.resolve());
  const asked = oneAtATime(waiting, 'box /srv', work);
  waiting.interrupts.receive('SIGINT');
  await expect(asked).rejects.toMatchObject({ code: 'interrupted' });
  release();
  expect(work).not.toHaveBeenCalled();
});

test('where no lock can be had it is done all the same, and once; what goes wrong is told', async () => {
  mkdirSync(join(home.path, '.local'));
  writeFileSync(join(home.path, '.local', 'state'), 'no folder');
  const work = jest.fn(() => Promise.resolve('done'));
  expect(await oneAtATime(fakeCli({ env: home.env }), 'box /srv', work)).toBe('done');
  expect(work).toHaveBeenCalledTimes(1);
  const wrong = () => Promise.reject(new Error('it is wrong'));
  await expect(oneAtATime(fakeCli({ env: home.env }), 'box /srv', wrong)).rejects.toThrow('it is wrong');
});
