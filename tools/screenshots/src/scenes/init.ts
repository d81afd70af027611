import type { Scene } from './scene.js';

export const init: Scene = {
  name: 'init',
  command: 'orssh init',
  hosts: ['web1', 'web2', 'gpu1'],
  dead: ['old1'],
  columns: 92,
  async play(terminal) {
    await terminal.until(/Which hosts/);
    await terminal.press('a');
    await terminal.until(/◉ old1/);
    await terminal.press('Enter');
    await terminal.until(/Other hosts/);
    await terminal.press('Enter');
    await terminal.until(/all the same/);
    await terminal.press('Enter');
    await terminal.until(/without labels/);
    await terminal.press('Enter');
    await terminal.until(/Make this change/);
    await terminal.press('Enter');
  },
};
