import type { FileChange, Undo } from '../../agent/undo.js';
import { type AgentScene, agentScene, agentToken } from '../../testing/agent-scene.js';
import { ask } from '../../testing/ask.js';
import { item } from '../../testing/event-stub.js';
import type { AgentRequest } from '../../testing/fake-agent.js';
import { poll } from '../../testing/poll.js';

const asJson = { 'content-type': 'application/json' };

const change = (file: string, additions: number, deletions: number): FileChange => ({
  ...{ file, status: 'modified', additions, deletions, patch: `diff of ${file}\n` },
});

function undoOf(parts: Partial<Undo>): Undo {
  return {
    ...{ before: () => Promise.resolve(), settled: () => Promise.resolve() },
    ...{ steps: () => Promise.resolve([]), changes: () => Promise.resolve([]) },
    ...{ revert: () => Promise.resolve({ files: [] }), unrevert: () => Promise.resolve({ files: [] }) },
    ...parts,
  };
}

interface Replayed {
  directory: string;
  events: { id: string; aggregateID: string; seq: number; type: string; data: Record<string, unknown> }[];
}

/** An agent host that stores what it is given, as OpenCode does; anything else is answered by `others`. */
function storing({ agent }: AgentScene, others: (request: AgentRequest) => unknown): Replayed['events'] {
  const stored: Replayed['events'] = [];
  agent.answer = (request, response) => {
    if (!request.url.startsWith('/sync/replay')) {
      response.writeHead(200, asJson).end(JSON.stringify(others(request)));
      return;
    }
    const { directory, events } = JSON.parse(request.body) as Replayed;
    expect(directory).toBe(agent.anchor);
    const next = agent.history.filter(({ aggregate_id: id }) => id === events[0]?.aggregateID).length;
    if (events[0]?.seq !== next) {
      response.writeHead(500, asJson).end('{}');
      return;
    }
    stored.push(...events);
    for (const { aggregateID, ...event } of events)
      agent.history.push({ ...event, aggregate_id: aggregateID });
    response.writeHead(200, asJson).end('{}');
  };
  return stored;
}

test('a revert says what it changed: in its answer, in the session’s events and to who watches', async () => {
  const undone = {
    files: ['a', 'b'],
    done: [change('a', 0, 2), change('b', 1, 1)],
    takenBack: [change('a', 2, 0)],
  };
  const scene = await agentScene({ undo: undoOf({ revert: () => Promise.resolve(undone) }) });
  const { agent, openCode } = scene;
  const session = { id: 'ses_1', directory: agent.anchor, revert: { messageID: 'msg_1' } };
  const stored = storing(scene, () => session);
  const reader = await openCode();
  await scene.ask('/agent');
  agent.sync(item('ses_1', 0, { directory: agent.anchor }));
  await reader.until(() => reader.durable.length === 1);
  const { json } = await scene.ask('/session/ses_1/revert', { body: { messageID: 'msg_1' } });
  const revert = { messageID: 'msg_1', diff: 'diff of a\ndiff of b\n' };
  const summary = { additions: 2, deletions: 0, files: 1 };
  expect(json).toEqual({ id: 'ses_1', directory: '/srv/app', revert, summary });
  expect(stored).toMatchObject([
    {
      aggregateID: 'ses_1',
      seq: 1,
      type: 'session.updated.1',
      data: { info: { directory: agent.anchor, revert } },
    },
  ]);
  await reader.until(() => reader.durable.includes('ses_1:1'));
  const seen = JSON.stringify(reader.frames);
  expect(seen).toContain('"session.diff"');
  expect(seen).not.toContain(agent.anchor);
});

test('a prompt is told what its messages changed, once', async () => {
  const asked: unknown[] = [];
  const steps = ['msg_2', 'msg_3', 'msg_5'];
  const scene = await agentScene({
    undo: undoOf({
      steps: () => Promise.resolve(steps),
      changes: ({ messages }) => {
        asked.push(messages);
        return Promise.resolve([change(messages.join('-'), 1, 0)]);
      },
    }),
  });
  const parents: Record<string, string> = { msg_2: 'msg_1', msg_3: 'msg_1', msg_5: 'msg_4', msg_7: 'msg_6' };
  const stored = storing(scene, ({ url }) => {
    const id = /message\/(\w+)/.exec(url)?.[1] ?? '';
    return { info: { id, role: parents[id] ? 'assistant' : 'user', parentID: parents[id] } };
  });
  await scene.ask('/agent');
  await poll(() => scene.agent.followed);
  const settled = () =>
    ask(`http://127.0.0.1:${scene.gateway.port}`, '/agent/v1/settled', {
      headers: { authorization: `Bearer ${agentToken}` },
      body: { sessionID: 'ses_1' },
    });
  await settled();
  await poll(() => stored.length === 2);
  expect(asked).toEqual([['msg_5'], ['msg_2', 'msg_3']]);
  expect(stored).toMatchObject([
    {
      seq: 0,
      type: 'message.updated.1',
      data: { info: { id: 'msg_4', summary: { diffs: [{ file: 'msg_5' }] } } },
    },
    { seq: 1, data: { info: { id: 'msg_1', summary: { diffs: [{ file: 'msg_2-msg_3' }] } } } },
  ]);
  await settled();
  steps.push('msg_7');
  await settled();
  await poll(() => stored.length === 3);
  expect(asked.slice(2)).toEqual([['msg_7']]);
});

test('what the agent host does not take is not shown, and the revert stands', async () => {
  const scene = await agentScene({
    undo: undoOf({
      revert: () => Promise.resolve({ files: ['a'], done: [change('a', 1, 1)], takenBack: [] }),
    }),
  });
  scene.agent.answer = ({ url }, response) => {
    response.writeHead(url.startsWith('/sync/replay') ? 500 : 200, asJson);
    response.end('{"id":"ses_1","revert":{"messageID":"msg_1"}}');
  };
  expect(await scene.ask('/session/ses_1/revert', { body: { messageID: 'msg_1' } })).toMatchObject({
    status: 200,
    json: { id: 'ses_1', revert: { messageID: 'msg_1' } },
  });
  expect(scene.logged.join('\n')).toContain('did not take session.updated.1');
});
