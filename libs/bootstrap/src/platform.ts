/** Go's names of the architectures that the stub is built for. */
export const stubArchs = ['amd64', 'arm64', 'arm', '386', 'riscv64', 'ppc64le', 's390x', 'loong64'] as const;

export type StubArch = (typeof stubArchs)[number];

/** What the host's programs run on. `arch` is that of the stub chosen for it, `machine` what `uname -m` says. */
export interface Platform {
  os: 'linux';
  arch: StubArch;
  machine: string;
}
