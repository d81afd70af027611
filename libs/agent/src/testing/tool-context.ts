import type { AskInput, ToolContext } from '../opencode/tool.js';

export interface FakeContext extends ToolContext {
  /** What was asked, in its order. */
  readonly asked: AskInput[];
}

let calls = 0;

/** A tool's context; `answer` rejects what it does not allow. */
export function toolContext({
  answer = () => undefined,
  ...rest
}: Partial<ToolContext> & { answer?: (input: AskInput) => unknown } = {}): FakeContext {
  const asked: AskInput[] = [];
  return {
    ...{ sessionID: 'ses_1', messageID: 'msg_1', callID: `call_${(calls += 1)}`, agent: 'build' },
    ...{ abort: new AbortController().signal, metadata: () => undefined },
    ...rest,
    asked,
    async ask(input) {
      asked.push(input);
      await Promise.resolve(input).then(answer);
    },
  };
}
