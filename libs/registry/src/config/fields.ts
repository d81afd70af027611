import * as z from 'zod/mini';

/**
 * What nobody sees: control characters, and those that turn or hide text. None may reach a terminal, a shell or ssh's arguments.
 * Written without \p{…}, which a JSON Schema's reader may not know.
 */
export const hidden = String.raw`\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff`;

export function pattern(strings: TemplateStringsArray, ...values: string[]): RegExp {
  return new RegExp(String.raw(strings, ...values));
}

/** One line. A leading `-` would be read as an option. */
export function plainText(longest: number, expected: string) {
  return z
    .string()
    .check(
      z.maxLength(longest),
      z.regex(pattern`^(?!-)[^${hidden}]+$`, `${expected}, without control characters and no - in front`),
    );
}

/** Name of a host, an alias or a provider: nothing that would be read as `provider/host`, `user@host:port` or a list. */
export const word = z
  .string()
  .check(
    z.maxLength(128),
    z.regex(
      pattern`^(?!-)[^\s${hidden}/@:,*?!"'\x60$\\;&<>|(){}[\]]+$`,
      'a name of letters, digits, . _ and -',
    ),
  );

/** As OpenSSH itself takes it: names reach ProxyCommand and Match exec, which a shell reads. */
export const sshName = z
  .string()
  .check(
    z.maxLength(255),
    z.regex(pattern`^(?!-)[^\s${hidden}'"\x60$\\;&<>|(){}]+$`, 'a user name, without spaces and quotes'),
  );

/** A single colon would be a port: two and more are IPv6. */
export const hostName = z
  .string()
  .check(
    z.maxLength(255),
    z.regex(
      pattern`^(?!-)(?![^:]*:[^:]*$)[^\s${hidden}'"\x60$\\;&<>|(){}/@[\],]+$`,
      'a host name, an address or an alias of ssh_config, with user and port in settings of their own',
    ),
  );

export const sshPort = z
  .int('a port from 1 to 65535')
  .check(z.minimum(1, 'a port from 1 to 65535'), z.maximum(65_535, 'a port from 1 to 65535'));

export const portNumber = z.int('a port from 0 to 65535').check(z.minimum(0), z.maximum(65_535));

export const filePath = plainText(4096, 'a path');

/** What `launch` of the stub takes. */
export const durationSchema = z.union([
  z.literal(0),
  z
    .string()
    .check(
      z.maxLength(32),
      z.regex(/^(?:0|(?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/, 'a duration such as 30m or 1h30m, or 0'),
    ),
]);

export const installFolder = z
  .string()
  .check(
    z.maxLength(1024),
    z.regex(
      pattern`^(?:~/|/)(?!/)(?!(?:.*/)?\.{1,2}(?:/|$))[^${hidden}]+$`,
      'a folder below / or ~/, without . and ..',
    ),
  );

export const hostFolder = z
  .string()
  .check(
    z.maxLength(4096),
    z.regex(pattern`^(?:/|~$|~/)[^${hidden}]*$`, 'an absolute path, ~ or a path below ~/'),
  );
