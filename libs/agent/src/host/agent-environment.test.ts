import { agentEnvironment } from './agent-environment.js';
import { agentFolder } from './agent-folder.js';

const users = { HOME: '/home/me', XDG_STATE_HOME: '/state', PATH: '/bin' };
const of = (env: NodeJS.ProcessEnv) =>
  agentEnvironment({
    env: { ...users, ...env },
    folder: agentFolder('wrk_1', users),
    ...{ workspaceID: 'wrk_1', plugin: 'file:///plugin/server.js', password: 'secret' },
  });

test('it is the user’s environment, with data of its own', () => {
  expect(
    of({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel', OPENCODE_PERMISSION: '{"edit":"ask"}' }),
  ).toMatchObject({
    ...{ HOME: '/home/me', PATH: '/bin', XDG_STATE_HOME: '/state' },
    ...{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel', OPENCODE_PERMISSION: '{"edit":"ask"}' },
    XDG_DATA_HOME: '/state/opencode-remote-ssh/agents/wrk_1/data',
    ORSSH_AGENT_HOST: '/state/opencode-remote-ssh/agents/wrk_1/agent.json',
    ORSSH_AGENT_DATA_HOME: '/home/me/.local/share',
    ...{ OPENCODE_WORKSPACE_ID: 'wrk_1', OPENCODE_SERVER_PASSWORD: 'secret' },
  });
});

test('what would make it the running OpenCode once more is not passed on', () => {
  const env = of({
    ...{ OPENCODE_AUTH_CONTENT: '{}', OPENCODE_DB: '/db', OPENCODE_PURE: '1', BUN_BE_BUN: '1' },
    ...{ OPENCODE_EXPERIMENTAL: '1', OPENCODE_EXPERIMENTAL_FILEWATCHER: '1', OPENCODE_CONFIG: 'mine.json' },
  });
  for (const name of ['OPENCODE_AUTH_CONTENT', 'OPENCODE_DB', 'OPENCODE_PURE', 'BUN_BE_BUN'])
    expect(env).not.toHaveProperty(name);
  expect(env).not.toHaveProperty('OPENCODE_EXPERIMENTAL_FILEWATCHER');
  expect(env['OPENCODE_EXPERIMENTAL_REFERENCES']).toBe('false');
  expect(env['OPENCODE_CONFIG']).toMatch(/^\/.*\/mine\.json$/);
});
