import { expect, it } from '@jest/globals';

import { tellAdvisory } from './tell-advisory.js';

const workspace = (enforcement: string) => {
  const messages: string[] = [];
  const options = {
    ...{ binding: { id: 'wrk_1', name: 'home' }, place: { name: 'web1', settings: { enforcement } } },
    notify: ({ message }: { message: string }) => messages.push(message),
  };
  return { options: options as unknown as Parameters<typeof tellAdvisory>[0], messages };
};

it('says once why commands of a workspace are not held', () => {
  const { options, messages } = workspace('best-effort');
  tellAdvisory(options, undefined);
  expect(messages).toEqual([]);
  tellAdvisory(options, 'they reach /home/me/.stub');
  tellAdvisory(options, 'they reach /home/me/.stub');
  expect(messages).toEqual([expect.stringContaining('they reach /home/me/.stub')]);
});

it('says nothing where holding is turned off', () => {
  const { options, messages } = workspace('off');
  tellAdvisory(options, 'they reach /home/me/.stub');
  expect(messages).toEqual([]);
});
