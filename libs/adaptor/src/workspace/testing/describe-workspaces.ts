import { sshdPath } from '@orssh/tunnel/testing';

import type { Workspaces } from '../workspaces.js';
import { startWorkspaceBench, type WorkspaceBench } from './workspace-bench.js';

/** What each test has; the hosts are of all of them. */
export interface OnBench {
  bench: WorkspaceBench;
  workspaces: Workspaces;
  nextID(): string;
  connected(id: string): () => boolean;
}

/** Tests on a real host behind a real sshd; what one leaves behind is gone before the next. Skipped where there is no sshd. */
export function describeWorkspaces(name: string, define: (on: OnBench) => void): void {
  const describeWithSshd = sshdPath === undefined ? describe.skip : describe;
  describeWithSshd(name, () => {
    let count = 0;
    const on = {
      nextID: () => `wrk_test${(count += 1)}`,
      connected: (id: string) => () =>
        on.workspaces.status().some((each) => each.id === id && each.state === 'connected'),
    } as OnBench;

    beforeAll(async () => {
      on.bench = await startWorkspaceBench();
    });

    beforeEach(() => {
      const { bench } = on;
      bench.settings = {};
      bench.gateways.fail = undefined;
      bench.notes.splice(0);
      bench.lines.splice(0);
      on.workspaces = bench.open();
    });

    afterEach(async () => {
      const { bench } = on;
      await bench.hideHost(false);
      await bench.releaseOther();
      await bench.closeAll();
      for (const { id } of await bench.bindings()) await bench.open().remove(bench.info(id));
      await bench.closeAll();
    });

    afterAll(() => on.bench.close());

    define(on);
  });
}
