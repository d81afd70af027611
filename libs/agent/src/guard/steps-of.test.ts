import { StepsOf } from './steps-of.js';

const answers: Record<string, unknown> = {
  '/session/ses_top': { id: 'ses_top' },
  '/session/ses_child': { parentID: 'ses_top' },
  '/session/ses_grandchild': { parentID: 'ses_child' },
  '/session/ses_top/message?limit=10': [
    { info: { id: 'msg_1', role: 'assistant' } },
    { info: { id: 'msg_3', role: 'assistant' } },
    { info: { id: 'msg_4', role: 'user' } },
  ],
  '/session/ses_child/message?limit=10': [{ info: { id: 'msg_5', role: 'assistant' } }],
};

function stepsOf() {
  const asked: string[] = [];
  const get = (url: string): Promise<unknown> => {
    asked.push(url);
    return url in answers ? Promise.resolve(answers[url]) : Promise.reject(new Error(`404 ${url}`));
  };
  return { steps: new StepsOf({ get }), asked };
}

test("a subagent's change belongs to what waits for it as well, up to the person's session", async () => {
  const { steps } = stepsOf();
  const place = { sessionID: 'ses_grandchild', messageID: 'msg_9' };
  expect(await steps.of(place)).toEqual([
    place,
    { sessionID: 'ses_child', messageID: 'msg_5' },
    { sessionID: 'ses_top', messageID: 'msg_3' },
  ]);
});

test("the person's session has one place, and is looked at once", async () => {
  const { steps, asked } = stepsOf();
  const place = { sessionID: 'ses_top', messageID: 'msg_3' };
  expect(await steps.of(place)).toEqual([place]);
  expect(await steps.of(place)).toEqual([place]);
  expect(asked).toEqual(['/session/ses_top']);
});

test('where OpenCode tells nothing, a change belongs to its own message', async () => {
  const place = { sessionID: 'ses_absent', messageID: 'msg_1' };
  expect(await stepsOf().steps.of(place)).toEqual([place]);
});
