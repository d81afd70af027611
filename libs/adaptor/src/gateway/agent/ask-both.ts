import { answerJson } from '../answer-error.js';
import { toStub } from '../carried-headers.js';
import { collect } from '../collect.js';
import { isRecord } from '../durable-event.js';
import type { GatewayWorkspace } from '../gateway-options.js';
import type { HostLink } from '../host-link.js';
import type { HttpAnswer } from '../http/http-answer.js';
import type { HttpRequest } from '../http/http-request.js';
import { parseJson } from '../parse-json.js';
import { agentsQuestion, stubsQuestion } from '../plain-question.js';
import type { StubPath } from '../stub-path.js';
import type { AgentLink } from './agent-link.js';
import type { AnchorPaths } from './anchor-paths.js';
import type { Permissions } from './permissions.js';

export interface AskBothOptions {
  host: string;
  workspace: GatewayWorkspace;
  agent: AgentLink;
  anchor: AnchorPaths;
  link: HostLink;
  permissions: Permissions;
}

/** Questions about permission are asked by the agent host and by the stub. */
export class AskBoth {
  constructor(private readonly options: AskBothOptions) {}

  /** Both lists as one: of an agent host that does not run, or a host that is away, there is none. */
  async list({ gone, headers }: HttpRequest, path: StubPath, answer: HttpAnswer): Promise<void> {
    const { agent, anchor, link, host } = this.options;
    const asked = { method: 'GET', headers: toStub({ headers }), signal: gone };
    const lists = await Promise.all([
      agent.current && jsonOf(agent.current.client, host, { ...asked, path: anchor.target(path) }),
      link.current && jsonOf(link.current.stub, host, { ...asked, path: path.path }),
    ]);
    const plain = [agentsQuestion, stubsQuestion];
    const items = lists.flatMap((list, at) => {
      const all = (isRecord(list) ? list['data'] : list) ?? [];
      return (Array.isArray(all) ? all : [all]).map((one: unknown) =>
        isRecord(one) ? plain[at]?.(one) : one,
      );
    });
    const shape = lists.find((list) => isRecord(list));
    answerJson(answer, 200, path.segments[0] === 'permission' ? items : { ...shape, data: items });
  }

  /** Who asked what a reply is to. A question from before this gateway listened is the stub's if the stub says so. */
  async asker(segments: string[]): Promise<'stub' | 'agent'> {
    const { permissions, link, host, workspace } = this.options;
    const id = segments[segments[0] === 'permission' ? 1 : segments[0] === 'session' ? 3 : 4] ?? '';
    const known = permissions.asker(id);
    if (known || !link.current) return known ?? 'agent';
    const { stub, lost: signal } = link.current;
    const path = `/permission?workspace=${encodeURIComponent(workspace.id)}`;
    const asked = await jsonOf(stub, host, { method: 'GET', path, signal });
    const has = Array.isArray(asked) && asked.some((one) => isRecord(one) && one['id'] === id);
    return has ? 'stub' : 'agent';
  }
}

/** Undefined where there is no answer, or one that is none. */
async function jsonOf(
  source: Parameters<typeof collect>[0],
  host: string,
  request: Parameters<typeof collect>[2],
): Promise<unknown> {
  try {
    const { status, text } = await collect(source, host, request);
    return status === 200 ? parseJson(text) : undefined;
  } catch {
    return undefined;
  }
}
