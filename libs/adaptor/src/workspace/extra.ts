import * as z from 'zod/mini';

/** What nobody sees: control characters, and those that turn or hide text. */
const hidden = String.raw`\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff`;

const text = (expected: string) =>
  z.string(expected).check(z.maxLength(1024, expected), z.regex(new RegExp(`^[^${hidden}]+$`), expected));

const folder = (expected: string) =>
  z
    .string(expected)
    .check(z.maxLength(4096, expected), z.regex(new RegExp(`^(?:/|~$|~/)[^${hidden}]*$`), expected));

/** What a person writes in `extra`; unknown fields are refused. The messages complete "expected …". */
export const extraSchema = z.strictObject({
  /** Choose among the hosts of this provider. */
  provider: z.optional(text('the name of a provider')),
  /** A name of the registry, an alias of ssh_config, or user@host[:port]; with `:/folder` behind it, where to work. */
  host: z.optional(text('a host')),
  /** Choose among the hosts with all of these labels. */
  labels: z.optional(z.array(text('a label such as gpu or env=prod'), 'a list of labels')),
  /** On the host. Default: what its configuration says, or the home. */
  directory: z.optional(folder('an absolute path, ~ or a path below ~/')),
  agent: z.optional(z.enum(['none', 'local'], '"none" or "local"')),
  permission: z.optional(
    z.strictObject(
      {
        /** Folders outside the directory that are approved from the beginning. */
        allow: z.optional(z.array(folder('an absolute path or one below ~/'), 'a list of folders')),
      },
      'an object such as {"allow": ["/srv/data"]}',
    ),
  ),
});

export type WorkspaceExtra = z.infer<typeof extraSchema>;

/** What `configure` adds: all that `target` needs to come back, on a machine that has lost its bindings too. No secrets. */
export const placeSchema = z.object({
  /** Id of the registry's host, or what ssh_config knows it by. */
  target: text('a host'),
  /** Absolute, or as the host has to resolve it. */
  directory: folder('a path'),
  /** The id on the stub. */
  workspace: z.string().check(z.regex(/^wrk_[A-Za-z0-9_-]{1,128}$/)),
});

export type WorkspacePlace = z.infer<typeof placeSchema>;

const storedSchema = z.extend(extraSchema, { place: placeSchema });
export type StoredExtra = z.infer<typeof storedSchema>;

/** What `configure` has stored; undefined for anything else. */
export function storedExtra(extra: unknown): StoredExtra | undefined {
  return storedSchema.safeParse(extra).data;
}
