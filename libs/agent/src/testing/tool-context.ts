import type { AskInput, ToolContext } from '../opencode/tool.js';

export interface FakeContext extends ToolContext {
  readonly asked: AskInput[];
}

let calls = 0;

/** A tool's context; `answer` rejects what it does not allow. */
export function toolContext({
  abort = new AbortController().signal,
  answer = () => undefined,
}: { abort?: AbortSignal; answer?: (input: AskInput) => void } = {}): FakeContext {
  const asked: AskInput[] = [];
  return {
    ...{
      sessionID: 'ses_1',
      messageID: 'msg_1',
      callID: `call_${(calls += 1)}`,
      agent: 'build',
      abort,
      asked,
    },
    metadata: () => undefined,
    async ask(input) {
      asked.push(input);
      await Promise.resolve(input).then(answer);
    },
  };
}
