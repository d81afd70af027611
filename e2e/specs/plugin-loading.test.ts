import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Config } from '@opencode-ai/sdk/v2';

import { available } from '../harness/available.js';
import { eventually } from '../harness/eventually.js';
import { newHome } from '../harness/opencode/home.js';
import { opencodeMissing } from '../harness/opencode/on-opencode.js';
import { packPlugin } from '../harness/opencode/pack-plugin.js';
import { startPackageRegistry } from '../harness/opencode/package-registry.js';
import { pluginFile, pluginPath } from '../harness/opencode/plugin-path.js';
import { newProject } from '../harness/opencode/project.js';
import { type Opencode, startOpencode } from '../harness/opencode/start-opencode.js';

const missing = opencodeMissing();
const describeWithOpencode = missing === undefined ? describe : describe.skip;
const name = 'opencode-remote-ssh';
const options = { providers: { lab: { hosts: [{ name: 'box', ssh: { host: 'box.invalid' } }] } } };

describeWithOpencode(
  `the plugin in the real OpenCode${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let folder: string;
    let tarball: string;
    let version: string;
    const cleanups: (() => Promise<void>)[] = [];
    beforeAll(async () => {
      folder = await mkdtemp(join(available().folder, 'plugin-'));
      ({ tarball, version } = await packPlugin(folder));
    });
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    });

    interface With {
      env?: NodeJS.ProcessEnv;
      npmrc?: string;
    }
    async function start(
      plugin: NonNullable<Config['plugin']>,
      { env, npmrc }: With = {},
    ): Promise<Opencode> {
      const home = await newHome(folder, { plugin, env });
      if (npmrc !== undefined) await writeFile(join(home.folder, '.npmrc'), npmrc);
      const binary = available().opencode ?? '';
      const opencode = await startOpencode({ binary, home, project: await newProject(folder) });
      cleanups.push(() => opencode.stop());
      return opencode;
    }
    async function types(opencode: Opencode): Promise<string[]> {
      const { data } = await opencode.client.experimental.workspace.adapter.list();
      if (!data) throw new Error(`OpenCode does not list adapters:\n${opencode.logs()}`);
      return data.map(({ type }) => type);
    }

    test('it loads from the path of its folder', async () => {
      expect(await types(await start([pluginPath]))).toContain('ssh-provider');
    });

    test('it loads from the URL of its file, with options', async () => {
      expect(await types(await start([[pathToFileURL(pluginFile).href, options]]))).toContain('ssh-provider');
    });

    test('it loads from its tarball', async () => {
      expect(await types(await start([`${name}@file:${tarball}`]))).toContain('ssh-provider');
    });

    test('it loads from npm by its name, and brings no other package', async () => {
      const registry = await startPackageRegistry(tarball, { name, version });
      cleanups.push(() => registry.close());
      const opencode = await start([name], { npmrc: `registry=${registry.url}/\n` });
      expect(await types(opencode)).toContain('ssh-provider');
      expect(
        registry.asked.filter((path) => !path.startsWith('/-/') && !path.startsWith(`/${name}`)),
      ).toEqual([]);
    });

    test('its tools are there, and ask unless the user has a rule', async () => {
      const { client } = await start([pluginPath]);
      const { data: ids } = await client.tool.ids();
      expect(ids).toEqual(
        expect.arrayContaining([
          ...['remote_exec', 'remote_status', 'remote_doctor', 'remote_workspace_create'],
          ...['remote_workspace_list', 'remote_workspace_remove'],
        ]),
      );
      const { data: tools } = await client.tool.list({ provider: 'opencode', model: 'any' });
      const exec = tools?.find(({ id }) => id === 'remote_exec')?.parameters;
      expect(exec).toMatchObject({
        required: ['host', 'command'],
        properties: { directory: { type: 'string', description: expect.stringContaining('home') as string } },
      });
      const { data: agents } = await client.app.agents();
      const rules = agents?.find(({ name: its }) => its === 'build')?.permission;
      expect(rules).toContainEqual({ permission: 'remote_exec', pattern: '*', action: 'ask' });
    });

    test('wrong options are in the log, and are the answer to who wants a workspace', async () => {
      const wrong = { providers: { lab: { hosts: [{ name: 'box', ssh: { host: 'h', port: 70000 } }] } } };
      const opencode = await start([[pluginPath, wrong]]);
      expect(await types(opencode)).toContain('ssh-provider');
      const problem = 'providers.lab.hosts[0].ssh.port is 70000';
      await eventually(
        () => opencode.logs(),
        (logs) => logs.includes(problem),
      );
      const { error } = await opencode.client.experimental.workspace.create({
        ...{ type: 'ssh-provider', branch: null, extra: { host: 'box' } },
      });
      expect(JSON.stringify(error)).toContain(problem);
    });

    test('without the switch for workspaces it says so in the log, and OpenCode works', async () => {
      const opencode = await start([pluginPath], { env: { OPENCODE_EXPERIMENTAL_WORKSPACES: 'false' } });
      const { data: session } = await opencode.client.session.create({});
      expect(session?.id).toMatch(/^ses_/);
      await eventually(
        () => opencode.logs(),
        (logs) => logs.includes('start it with OPENCODE_EXPERIMENTAL_WORKSPACES=true'),
      );
    });
  },
);
