import type { Running } from '../tools/running.js';

/** What a person sees of a command while it runs, and whether that came after its end. */
export function watched() {
  const shown: { metadata: Record<string, unknown>; ended: boolean }[] = [];
  let ended = false;
  const running: Running = () => ({
    show: (metadata) => shown.push({ metadata, ended }),
    end: () => {
      ended = true;
      return Promise.resolve();
    },
  });
  const outputs = (): string[] => shown.map(({ metadata }) => String(metadata['output']));
  return { shown, running, outputs };
}
