/**
 * What the stub is built for: Linux on these architectures, each at a baseline
 * that every machine of that name in use has.
 */
const baselines = {
  amd64: { GOAMD64: 'v1' },
  arm64: { GOARM64: 'v8.0' },
  arm: { GOARM: '6' },
  386: { GO386: 'sse2' },
  riscv64: { GORISCV64: 'rva20u64' },
  ppc64le: { GOPPC64: 'power8' },
  s390x: {},
  loong64: {},
};

/** Built when no others are named. */
export const defaultTargets = ['amd64', 'arm64'];

/**
 * The environment that selects an architecture for the Go tool.
 * @param {string} arch
 */
export function goEnvironment(arch) {
  return { GOOS: 'linux', GOARCH: arch, ...baselines[arch] };
}

/**
 * Reads `amd64,arm64`. Throws when a name is not one of ours.
 * @param {string | undefined} list
 * @returns {string[]}
 */
export function parseTargets(list) {
  if (list === undefined) return defaultTargets;
  const names = [...new Set(list.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  const known = Object.keys(baselines);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || names.length === 0) {
    throw new Error(`no such target: ${unknown.join(', ') || '(none named)'}; there are ${known.join(', ')}`);
  }
  return names;
}

/** @param {string} arch */
export function binaryName(arch) {
  return `opencode-remote-ssh-stub-linux-${arch}`;
}
