import * as z from 'zod/mini';

import { filePath, hidden, hostName, pattern, plainText, sshName, sshPort } from './fields.js';

/** How a host is reached. */
export const sshSchema = z.strictObject({
  host: hostName.check(z.describe('A name or address, or an alias of ssh_config.')),
  user: z.optional(sshName.check(z.describe('User to log in as.'))),
  port: z.optional(sshPort.check(z.describe('Port of the SSH server.'))),
  identityFile: z.optional(
    z
      .union([filePath, z.array(filePath).check(z.minLength(1), z.maxLength(32))])
      .check(z.describe('Private key, or several, to log in with.')),
  ),
  identitiesOnly: z.optional(z.boolean().check(z.describe('Offer these keys only, and none of the agent.'))),
  proxyJump: z.optional(
    z
      .string()
      .check(
        z.maxLength(1024),
        z.regex(
          pattern`^(?!-)(?!.*[,@/]-)[^\s${hidden}'"\x60$\\;&<>|(){}]+$`,
          'jump hosts such as user@jump:22, separated by commas, or none',
        ),
        z.describe('Hosts to go through, as in ssh_config.'),
      ),
  ),
  proxyCommand: z.optional(
    plainText(4096, 'a command line').check(
      z.describe('Program on this machine that carries the connection.'),
    ),
  ),
  hostKeyAlias: z.optional(hostName.check(z.describe('Name of the host in known_hosts.'))),
  options: z.optional(
    z
      .record(
        z
          .string()
          .check(
            z.maxLength(64),
            z.regex(/^(?!(?:[Hh]ost|[Mm]atch|[Ii]nclude)$)[A-Za-z][A-Za-z0-9]*$/, 'an option of ssh_config'),
          ),
        z.union([z.boolean(), z.number(), plainText(4096, 'text on one line')]),
      )
      .check(z.describe('Further options of ssh_config by their names there.')),
  ),
});
