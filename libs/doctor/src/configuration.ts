import type { ConfigProblem, Registry } from '@orssh/registry';

import { tildify } from './tildify.js';
import type { Check, Findings } from './check.js';
import type { Facts } from './facts.js';
import { failed, failedBy, type Finding, ok, warning } from './finding.js';

/** All that is wrong in the files is named, not only the first of it. */
export const configuration: Check = {
  group: 'configuration',
  lines: { config: 'files', hosts: 'hosts' },
  run: async (facts): Promise<Findings> => {
    const { loadRegistry } = await facts.registryLibrary();
    const { cwd, env, options } = facts;
    try {
      facts.registry = await loadRegistry({ cwd, env, configFile: options.config });
    } catch (error) {
      return { config: invalid(error, facts.home) };
    }
    return { config: files(facts.registry, facts), hosts: hosts(facts.registry) };
  },
};

function files({ files: found, notices }: Registry, { home }: Facts): Finding {
  if (found.length === 0) return ok('none; orssh init makes one, and ssh_config alone will do');
  const list = found.map(({ path, role }) => `${tildify(path, home)} (${role})`).join(', ');
  return notices.length > 0 ? warning(`${list}; ${notices.join('; ')}`) : ok(list);
}

function hosts({ hosts: all, providers }: Registry): Finding {
  const hosts = all.length === 1 ? 'one host' : `${all.length} hosts`;
  if (all.length === 0) return ok('none of a registry; aliases of ssh_config and user@host work as they are');
  const names = providers.map(({ name }) => name).join(', ');
  return ok(
    `${hosts} of ${providers.length === 1 ? 'one provider' : `${providers.length} providers`}: ${names}`,
  );
}

function invalid(error: unknown, home: string): Finding {
  const problems = (error as { problems?: readonly ConfigProblem[] }).problems ?? [];
  if (problems.length === 0) return failedBy(error, 'see orssh config path');
  const list = problems.map(({ file, line, message, remedy }) => {
    const place = `${tildify(file, home)}${line === undefined ? '' : `:${line}`}`;
    return { found: `${place}: ${message}`, remedy };
  });
  const [first] = list;
  if (first && list.length === 1) return failed(first.found, first.remedy);
  const all = list.map(({ found, remedy }) => `${found} (${remedy.replace(/\.$/, '')})`);
  return failed(all.join('; '), 'correct each of them; orssh config check looks at them again');
}
