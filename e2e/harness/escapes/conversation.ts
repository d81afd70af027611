import type { Part } from '@opencode-ai/sdk/v2';
import { textOf } from '@orssh/scripted-model';

import { outputsOf } from './outputs-of.js';
import type { CallStep, ScriptedModel, Step } from '../opencode/scripted-model.js';

/** What a model is sent grows with each call. */
const callsOfTurn = 25;

/** Long turns of a model that is told, call by call, what to do. */
export interface Conversation {
  /** Resolves with what the model is told of it; also when the turn was ended over it. Another model takes a turn of its own. */
  call(step: CallStep, modelID?: string): Promise<string>;
  /** Lets the turn end. */
  end(): Promise<void>;
}

export function startConversation(
  model: Pick<ScriptedModel, 'script' | 'left'>,
  /** Begins a turn in a session of its own; resolves when it is over. */
  prompt: (modelID: string) => Promise<Part[]>,
): Conversation {
  let wanted: CallStep | undefined;
  let given = false;
  let tell: ((text: string) => void) | undefined;
  let come: (() => void) | undefined;
  let turn: { modelID: string; over: Promise<void> } | undefined;
  let calls = 0;

  const answer = (text: string): void => {
    tell?.(text);
    tell = undefined;
    given = false;
  };
  const arm = (): void => {
    model.script(async ({ messages }): Promise<Step> => {
      if (given)
        answer(
          messages
            .filter(({ role }) => role === 'tool')
            .map(textOf)
            .at(-1) ?? '',
        );
      // Without a turn it is somebody else's prompt.
      if (!wanted && turn) await new Promise<void>((resolve) => (come = resolve));
      const step = wanted;
      wanted = undefined;
      if (!step) return { text: 'That was all.' };
      given = true;
      arm();
      return step;
    });
  };
  const begin = async (modelID: string): Promise<void> => {
    if (model.left === 0) arm();
    const ended = await prompt(modelID).then(outputsOf, (error: unknown) => String(error));
    turn = undefined;
    come = undefined;
    answer(ended);
  };
  const end = async (): Promise<void> => {
    come?.();
    await turn?.over;
  };
  return {
    end,
    async call(step, modelID = 'm') {
      if (turn && (turn.modelID !== modelID || calls >= callsOfTurn)) await end();
      calls = turn ? calls + 1 : 1;
      return new Promise((resolve) => {
        wanted = step;
        tell = resolve;
        come?.();
        turn ??= { modelID, over: begin(modelID) };
      });
    },
  };
}
