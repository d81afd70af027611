import { must } from '../harness/opencode/answer.js';
import { onceOnOpencode } from '../harness/opencode/on-opencode.js';
import type { Turn } from '../harness/opencode/scripted-model.js';
import type { Opencode } from '../harness/opencode/start-opencode.js';
import { call } from '../harness/parity/calls.js';
import { converseTwice } from '../harness/parity/converse-twice.js';
import { expectSameAnswers } from '../harness/parity/same-answers.js';
import { debian12 } from '../harness/profile.js';

// Two OpenCodes and an agent host.
import.meta.jest.setTimeout(300_000);

/** A subagent reads a file and says so. */
const lookAround: Turn = ({ messages }) =>
  messages.some(({ role }) => role === 'tool')
    ? { text: 'All is there.' }
    : { call: 'read', args: { filePath: 'AGENTS.md' } };

/** A person who takes the first answer of each question, and refuses the one that is about nothing. */
function answering({ client }: Opencode, workspace?: string): () => Promise<void> {
  let stopped = false;
  const answer = async (): Promise<void> => {
    for (const { id, questions } of must(await client.question.list({ workspace }))) {
      const asked = { requestID: id, workspace };
      if (questions[0]?.question === 'Nothing?') await client.question.reject(asked);
      else {
        const answers = questions.map(({ options }) => options.slice(0, 1).map(({ label }) => label));
        await client.question.reply({ ...asked, answers });
      }
    }
    if (!stopped) await new Promise((resolve) => setTimeout(resolve, 200)).then(answer);
  };
  const answered = answer();
  return () => {
    stopped = true;
    return answered;
  };
}

const options = ['Red', 'Blue'].map((label) => ({ label, description: `It is ${label}` }));
const question = (text: string) => ({ question: text, header: 'A header', options });

onceOnOpencode(debian12, 'what a model does beside files and commands is as it is here', async (given) => {
  const answers = await converseTwice(given, {
    // This client says to which workspace an answer belongs.
    env: { OPENCODE_ENABLE_QUESTION_TOOL: 'true' },
    prepare: (model) => {
      model.when({ first: /Look around/ }).script(lookAround, lookAround, lookAround, lookAround);
    },
    meanwhile: answering,
    turns: [
      [
        ...call('todowrite', { todos: [{ content: 'Sweep', status: 'pending', priority: 'low' }] }, {}),
        ...call('task', { description: 'Look', prompt: 'Look around.', subagent_type: 'general' }),
        ...call('task', { description: 'Look', prompt: 'Look.', subagent_type: 'nobody' }, {}),
        ...call('skill', { name: 'sweep' }, { name: 'absent' }, {}),
        ...call(
          'webfetch',
          { url: 'ftp://example.org/', format: 'text' },
          { url: 'http://127.0.0.1:9/', format: 'text' },
          {},
        ),
        ...call('absent', { any: 'thing' }),
      ],
      call('question', { questions: [question('Which?'), question('And?')] }, {}),
      call('question', { questions: [question('Nothing?')] }),
    ],
  });
  expectSameAnswers(answers);
});
