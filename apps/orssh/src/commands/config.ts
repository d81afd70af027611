import { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { locator } from '../host/locate.js';
import { hostSession } from '../host/session.js';
import type { CommonOptions } from '../host/target-options.js';
import { answer } from '../output/answer.js';
import { confirmed } from '../prompts/confirmed.js';
import { type Outcome, runsAlone } from './action.js';
import { groupCommand } from './group-command.js';
import { configPaths, renderPaths } from '../config/config-paths.js';
import { checkConfig, renderCheck } from '../config/check-config.js';
import { renderConfig } from '../config/render-config.js';
import { renderTrusted, trust, whatToTrust } from '../config/trust-file.js';

/** `orssh config`: the configuration files. */
export function configCommand(cli: Cli, outcome: Outcome): Command {
  const commands = [pathCommand, checkCommand, printCommand, schemaCommand, trustCommand];
  return groupCommand(
    'config',
    'the configuration files: where they are, what they say',
    commands.map((make) => make(cli, outcome)),
  );
}

function pathCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('path')
    .description('list the configuration files, in the order in which they are read')
    .addHelpText(
      'after',
      helpTopics({
        examples: [['orssh config path', 'a later file adds to an earlier one']],
        json: ['{"path","role","state","why"}   a line each; state: read, broken, not_trusted, not_there'],
      }),
    );
  return runsAlone<CommonOptions>(command, { cli, outcome }, async (_words, options) => {
    const paths = await configPaths(cli, options);
    await answer(cli, options, paths, () => renderPaths(cli, paths));
    return exitCode.ok;
  });
}

function checkCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('check')
    .description('say everything that is wrong in the configuration')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh config check --config hosts.yaml', 'one file; exit code 1 when something is wrong'],
        ],
        json: ['{"ok","files","hosts","notices","problems":[{"file","line","path","message","remedy"}]}'],
      }),
    );
  return runsAlone<CommonOptions>(command, { cli, outcome }, async (_words, options) => {
    const check = await checkConfig(cli, options);
    await answer(cli, options, check, () => renderCheck(cli, check));
    return check.ok ? exitCode.ok : exitCode.failed;
  });
}

function printCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('print')
    .description('print what the files say together, as JSON: defaults filled in, the file of each host')
    .argument('[target]', 'this host alone')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh config print', 'everything'],
          ['orssh config print web1', 'one host, with the settings that count for it'],
        ],
        json: ['the same on one line'],
      }),
    );
  return runsAlone<CommonOptions>(command, { cli, outcome }, async ([target], options, progress) => {
    const registry = await locator(cli, options, progress).registry();
    cli.stdout.write(await renderConfig(cli, registry, { target, onOneLine: options.json === true }));
    return exitCode.ok;
  });
}

function schemaCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('schema')
    .description('print the JSON Schema of configuration files, for editors')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh config schema > orssh.schema.json', 'then in the file: "$schema": "./orssh.schema.json"'],
        ],
        json: ['the same on one line'],
      }),
    );
  return runsAlone<CommonOptions>(command, { cli, outcome }, async (_words, options) => {
    const { registryJsonSchema } = await cli.libraries.registry();
    const schema = await registryJsonSchema();
    cli.stdout.write(`${JSON.stringify(schema, undefined, options.json ? undefined : 2)}\n`);
    return exitCode.ok;
  });
}

interface TrustOptions extends CommonOptions {
  yes?: boolean;
}

function trustCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('trust')
    .description("let a project's file run what it names, until the file changes")
    .argument('[file]', 'the file (default: the one that was passed over here)')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      helpTopics({
        examples: [['orssh config trust', 'shows what the file would run here, and asks']],
        json: ['{"trusted","file","runs"}'],
      }),
    );
  return runsAlone<TrustOptions>(command, { cli, outcome }, async ([named], options) => {
    const { file, runs } = await whatToTrust(cli, named, options);
    const agreed = await confirmed(hostSession(cli, options, 'quiet').asker, {
      yes: options.yes,
      doing: `trusting ${file}`,
      say: [`${file} would, on this machine:`, ...runs.map((line) => `  ${line}`)].join('\n'),
      question: 'Trust it, as it is now?',
      inAdvance: `orssh config trust ${file} --yes`,
    });
    if (agreed) await trust(cli, file);
    await answer(cli, options, { trusted: agreed, file, runs }, () => renderTrusted(file, agreed));
    return agreed ? exitCode.ok : exitCode.failed;
  });
}
