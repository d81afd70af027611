import type { TestHost } from './hosts/host-driver.js';

/** Command lines of everything that runs on the host. */
export async function processes(host: TestHost): Promise<string[]> {
  const { stdout } = await host.admin(
    "for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline; echo; done 2>/dev/null",
  );
  return stdout.split('\n').filter(Boolean);
}

/** Command lines of the stubs that serve on the host. */
export async function stubs(host: TestHost): Promise<string[]> {
  return (await processes(host)).filter((line) =>
    /^\S*(qemu\S* )?\S*opencode-remote-ssh-stub.* serve/.test(line),
  );
}
