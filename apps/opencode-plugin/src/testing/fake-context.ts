import type { AskInput, ToolContext } from '../opencode/tool.js';

export interface FakeContext {
  readonly context: ToolContext;
  readonly asked: AskInput[];
  readonly aborts: AbortController;
}

/** A tool's context; `answer` throws where the user says no. */
export function fakeContext(answer: (input: AskInput) => void = () => undefined): FakeContext {
  const asked: AskInput[] = [];
  const aborts = new AbortController();
  const context: ToolContext = {
    ...{ sessionID: 'ses_1', directory: '/project', abort: aborts.signal },
    metadata: () => undefined,
    ask: (input) => {
      asked.push(input);
      return new Promise((resolve) => {
        answer(input);
        resolve(undefined);
      });
    },
  };
  return { context, asked, aborts };
}
