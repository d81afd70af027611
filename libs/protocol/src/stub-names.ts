/** The binary's name on the host, in `bin/` of the install root. */
export const stubName = 'opencode-remote-ssh-stub';

/** Version that the stub's file carries on the host: the repository's own (package.json of the root). */
export const stubVersion = '0.1.0';

/** Name of one version's file; two builds of one version differ by the first 12 digits of their SHA-256. */
export function versionedStubName(sha256: string): string {
  return `${stubName}-${stubVersion}-${sha256.slice(0, 12)}`;
}
