import type { Opencode } from '../opencode/start-opencode.js';

/** Gives every question for permission the same answer, until it is called off. */
export async function answerAll(
  opencode: Pick<Opencode, 'client' | 'events'>,
  reply: 'once' | 'reject',
): Promise<() => void> {
  const { seen, close } = await opencode.events();
  let known = 0;
  const timer = setInterval(() => {
    for (; known < seen.length; known += 1) {
      const { type, workspace, properties } = seen[known] ?? { type: '', properties: {} };
      if (type !== 'permission.asked') continue;
      const requestID = String(properties['id']);
      void opencode.client.permission.reply({ requestID, reply, ...(workspace && { workspace }) });
    }
  }, 10);
  return () => {
    clearInterval(timer);
    close();
  };
}
