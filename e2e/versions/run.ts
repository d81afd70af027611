import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { asEnvironment, type Available } from '../harness/available.js';
import { startNamespacedHost } from '../harness/hosts/namespaced-host.js';
import { addAlias } from '../harness/near/alias.js';
import { prepareNearSide } from '../harness/near/prepare.js';
import { newPlace } from '../harness/opencode/open-opencode.js';
import { installOpencode, opencodePath, opencodeVersion } from '../harness/opencode/install.js';
import { pluginPath } from '../harness/opencode/plugin-path.js';
import { startScriptedModel } from '../harness/opencode/scripted-model.js';
import { startOpencode } from '../harness/opencode/start-opencode.js';
import { debian12 } from '../harness/profile.js';
import { must } from '../harness/run.js';
import { tryScenario, type Outcome } from './scenario.js';
import { compareVersions, document, type Result } from './table.js';

// This file runs bundled, from dist/e2e/versions: as deep as the harness's files are.
const kept = fileURLToPath(new URL('../../../e2e/versions/results.json', import.meta.url));
const page = fileURLToPath(new URL('../../../docs/versions.md', import.meta.url));
const oldest = '1.14.34';

/** Tries the given versions of OpenCode, or all, one after the other, and writes the page after each. */
async function main(wanted: string[]): Promise<void> {
  const versions = wanted.length > 0 ? wanted : await offered();
  const original = { ...process.env };
  for (const version of versions) {
    say(`OpenCode ${version} …`);
    const result: Result = {
      version,
      date: new Date().toISOString().slice(0, 10),
      ...(await tryVersion(version)),
    };
    // The person whose home it was is gone.
    process.env = { ...original };
    say(JSON.stringify(result.missing ?? result.outcome));
    await keep(result);
  }
}

async function offered(): Promise<string[]> {
  const all = JSON.parse(await must('npm', ['view', 'opencode-ai', 'versions', '--json'])) as string[];
  return all
    .filter((version) => /^1\.\d+\.\d+$/.test(version) && compareVersions(version, oldest) >= 0)
    .sort((one, other) => compareVersions(other, one));
}

async function tryVersion(version: string): Promise<{ missing?: string; outcome?: Outcome }> {
  const folder = await mkdtemp(join(tmpdir(), `orssh-e2e-${process.pid}-`));
  const ends: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const binary = await installOpencode(version, say);
    // 185 MB each.
    if (version !== opencodeVersion) ends.push(() => rm(opencodePath(version)));
    const found: Available = { folder, label: '', drivers: {}, roots: {}, missing: {}, opencode: binary };
    Object.assign(process.env, await prepareNearSide(folder), asEnvironment(found));
    const host = await startNamespacedHost(debian12, '/');
    ends.push(() => host.stop());
    const { name } = await addAlias(host);
    const model = await startScriptedModel();
    ends.push(() => model.close());
    const place = await newPlace({ hosts: [name], version, config: model.config });
    const opencode = await startOpencode(place);
    ends.push(() => opencode.stop());
    const outcome = await tryScenario(opencode, { host, model });
    if (process.env['ORSSH_VERSIONS_LOG'])
      await writeFile(join(process.env['ORSSH_VERSIONS_LOG'], version), opencode.logs());
    return { outcome };
  } catch (error) {
    return { missing: reasonOf(error as Error) };
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

function reasonOf({ message }: Error): string {
  if (message.includes('ETARGET')) return 'npm does not offer its program for this platform';
  return message.split('\n')[0] ?? '';
}

async function keep(result: Result): Promise<void> {
  const before = JSON.parse(await readFile(kept, 'utf8').catch(() => '[]')) as Result[];
  const results = [...before.filter(({ version }) => version !== result.version), result].sort((one, other) =>
    compareVersions(other.version, one.version),
  );
  await writeFile(kept, `${JSON.stringify(results, null, 2)}\n`);
  const { version: plugin } = JSON.parse(await readFile(join(pluginPath, 'package.json'), 'utf8')) as {
    version: string;
  };
  await mkdir(join(page, '..'), { recursive: true });
  await writeFile(page, document(results, plugin));
  await must('npx', ['prettier', '--log-level', 'error', '--write', page, kept]);
}

function say(line: string): void {
  process.stderr.write(`versions: ${line}\n`);
}

await main(process.argv.slice(2));
