import type { FollowContext } from './follow.js';
import type { StubClient } from './stub-client.js';
import type { StubHttp } from './stub-http.js';

/** What following a command needs of the client that it was started with. */
export function followContext(
  stub: Pick<StubClient, 'kill' | 'replyPermission'>,
  http: StubHttp,
  host: string,
): FollowContext {
  return {
    ...{ host, http },
    kill: async (id, name, options) => {
      await stub.kill(id, { name, ...options });
    },
    reply: (request, reply) => stub.replyPermission(request.id, reply),
  };
}
