import { ok, oneLine, skipped, warning } from '@orssh/doctor';

export const agent = oneLine('agent', 'agent', {
  group: 'machine',
  run: async ({ env, libraries: { lookAtAgent } }) => {
    const socket = env['SSH_AUTH_SOCK'] ?? '';
    if (socket === '') return skipped('none: SSH_AUTH_SOCK is not set');
    try {
      const held = await lookAtAgent(socket);
      if (held.length === 0) return warning('it answers, and holds no key', 'ssh-add puts your keys there');
      return ok(`it holds ${held.length === 1 ? 'one key' : `${held.length} keys`}`);
    } catch (error) {
      return warning(
        `SSH_AUTH_SOCK is ${socket}, which does not answer (${(error as Error).message})`,
        'start an agent: eval "$(ssh-agent)"; ssh-add',
      );
    }
  },
});
