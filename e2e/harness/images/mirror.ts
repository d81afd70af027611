import { run } from '../run.js';

/** The Debian mirror that apt is configured with, or undefined (on another distribution): debootstrap's own default. */
export async function debianMirror(): Promise<string | undefined> {
  const format = '$(REPO_URI) $(LABEL)';
  const targets = await run('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']).catch(
    () => undefined,
  );
  const main = targets?.stdout.split('\n').find((line) => line.endsWith(' Debian'));
  return main?.split(' ')[0];
}
