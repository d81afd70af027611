import type { Command } from 'commander';

import type { RotatedToken } from '@orssh/bootstrap';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { type Outcome, runs } from './action.js';

/** `orssh rotate TARGET`: a new token for the stub; what runs goes on. */
export function rotateCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand(
    'rotate',
    'give the stub on a host a new token: the old one is refused at once, and what runs goes on',
  ).addHelpText(
    'after',
    helpTopics({
      examples: [['orssh rotate web1', 'where somebody may have seen the token; then look at orssh ps web1']],
      json: ['{"host","root","rotated","running"}'],
    }),
  );
  return runs<TargetOptions>(command, { cli, outcome }, async (session, target, options) => {
    const { connection, manageOptions } = await session.connect(target);
    const { rotateToken, rememberInFiles } = await cli.libraries.bootstrap();
    session.progress.step('rotating the token');
    const remembered = rememberInFiles({ env: cli.env });
    const result = await rotateToken(connection, { ...manageOptions, remembered });
    session.progress.end();
    const text = options.json ? JSON.stringify({ host: target, ...result }) : said(target, result);
    cli.stdout.write(`${text}\n`);
    await connection.close();
    return exitCode.ok;
  });
}

function said(target: string, { rotated, running }: RotatedToken): string {
  if (!rotated) return `nothing to rotate: no stub has run on ${target} yet`;
  return running
    ? `${target} has a new token, and refuses the old one; what runs goes on`
    : `${target} has a new token, for the next stub: none runs`;
}
