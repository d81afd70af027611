import { FolderRules } from './folder-rules.js';

const rule = (pattern: string, action: string, permission = 'external_directory') => ({
  ...{ permission, pattern, action },
});
const usual = [rule('*', 'allow', '*'), rule('*', 'ask')];

function rules(agent: unknown[], session: unknown[] = []): FolderRules {
  const answers: Record<string, unknown> = {
    '/agent': [{ name: 'build', permission: [...usual, ...agent] }],
    '/session/ses_1': { id: 'ses_1', permission: session },
  };
  return new FolderRules({ get: (url) => Promise.resolve(answers[url]) });
}

const forbid = (of: FolderRules, agent = 'build'): Promise<boolean> =>
  of.forbid({ agent, sessionID: 'ses_1' }, '/srv/shared/*');

test('the last rule that fits counts, the session’s after the agent’s', async () => {
  expect(await forbid(rules([]))).toBe(false);
  expect(await forbid(rules([rule('/srv/*', 'deny')]))).toBe(true);
  expect(await forbid(rules([rule('/srv/other/*', 'deny')]))).toBe(false);
  expect(await forbid(rules([rule('*', 'deny', '*'), rule('/srv/shared/*', 'allow')]))).toBe(false);
  expect(await forbid(rules([], [rule('/srv/shar?d/*', 'deny')]))).toBe(true);
});

test('other permissions have rules of their own', async () => {
  const strict = rules([rule('*.env', 'deny', 'read')]);
  const of = { agent: 'build', sessionID: 'ses_1' };
  expect(await strict.forbid(of, 'app/.env', 'read')).toBe(true);
  expect(await strict.forbid(of, 'app/.env.local', 'read')).toBe(false);
});

test('where the rules are not known OpenCode is asked', async () => {
  expect(await forbid(rules([]), 'another')).toBe(true);
  expect(await forbid(new FolderRules({ get: () => Promise.reject(new Error('shut')) }))).toBe(true);
});
