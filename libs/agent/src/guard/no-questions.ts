import { AgentError } from '../agent-error.js';
import type { AgentFile } from '../agent-file.js';

/** Why the model's question may not be asked; undefined where it may. Otherwise the model would wait for ever. */
export function noQuestions({ host, noQuestions: reason }: AgentFile): AgentError | undefined {
  if (reason === undefined) return undefined;
  return new AgentError(
    'unanswered',
    host,
    `The tool question is off in this workspace: ${why[reason]}.`,
    'Ask in the text of your answer and end your turn: the next prompt is the answer.',
  );
}

const why = {
  keeps: 'the OpenCode that shows it keeps the answer, which would never arrive here',
  nobody: 'nobody is shown what it asks',
};
