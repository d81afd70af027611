import type { StubBinaries, StubBinary } from '@orssh/bootstrap';

/** The same binaries, each read from the disk once for all hosts. */
export function sharedStubs(stubs: StubBinaries): StubBinaries {
  const binaries = stubs.binaries.map(readOnce);
  return { ...stubs, binaries, get: (arch) => binaries.find((binary) => binary.arch === arch) };
}

function readOnce(binary: StubBinary): StubBinary {
  let read: Promise<Uint8Array> | undefined;
  let readGzip: Promise<Uint8Array> | undefined;
  return {
    ...binary,
    read: () => (read ??= binary.read()),
    readGzip: () => (readGzip ??= binary.readGzip()),
  };
}
