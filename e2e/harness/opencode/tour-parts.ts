import { answerPermission, ask } from './person.js';
import type { ScriptedModel } from './scripted-model.js';
import type { Tui } from './start-tui.js';
import type { TourParts } from './tour.js';

/** Of a workspace without an agent, whose commands ask. */
export function withoutAgent(tui: Tui): TourParts {
  return {
    answerShell: () => answerPermission(tui, 'always'),
    prompt: () => ask(tui, 'hello you'),
    answer: /There is no agent here/,
    compacted: /There is no agent on this/,
  };
}

/** Of one with an agent, which asks before `touch`; the host has a `note.txt`. */
export function withAgent(tui: Tui, model: ScriptedModel): TourParts {
  const seen = /I have seen it/;
  return {
    answerShell: () => Promise.resolve(),
    async prompt() {
      model.script(
        { call: 'bash', args: { command: 'touch touched', description: 'Makes a file' } },
        { call: 'todowrite', args: { todos: [{ content: 'Sweep', status: 'pending', priority: 'low' }] } },
        { text: 'It was asked.' },
      );
      await ask(tui, 'Ask me.');
      await answerPermission(tui, 'once');
      await tui.until(/# Todos[^]*Sweep[^]*It was asked\./);

      model
        .when({ first: /Look around/ })
        .script({ call: 'bash', args: { command: 'id -un', description: 'Who' } }, { text: 'It is dev.' });
      const args = { description: 'Look', prompt: 'Look around.', subagent_type: 'general' };
      model.script({ call: 'task', args }, { text: 'It looked.' });
      await ask(tui, 'Have it looked at.');
      await tui.until(/General Task — Look[^]*It looked\./, 40_000);
      await tui.press('C-x', 'Down');
      await tui.until(/Look around\.[^]*It is dev\./);
      await tui.press('Up');
      await tui.until(/It looked\./);

      model.script({ text: 'I have seen it.' });
      await ask(tui, 'hello you @note.txt please');
      await tui.until(seen, 40_000);
    },
    answer: seen,
    compacted: /Compaction/,
  };
}
