import type { TestHost } from '../hosts/host-driver.js';

/** As root; a step that fails is an error. */
export async function admin(host: TestHost, script: string): Promise<string> {
  const { code, stdout, stderr } = await host.admin(`set -e\n${script}`);
  if (code !== 0) throw new Error(`the host's files cannot be laid (${String(code)}): ${stderr}${stdout}`);
  return stdout;
}
