import { join } from 'node:path';

import { drawSvg } from './draw-svg.js';
import { normalise } from './normalise.js';
import type { Scene } from './scenes/scene.js';
import { readScreen, type Run } from './screen.js';
import { setStage } from './stage.js';
import { openTerminal } from './terminal.js';

const maxRows = 70;
const leastColumns = 80;

/** Plays a scene on a stage of its own, and draws the screen at its end as SVG. */
export async function takePicture(scene: Scene): Promise<string> {
  const stage = await setStage(scene.hosts, scene.dead);
  try {
    await scene.prepare?.(stage);
    const prompt = `printf '\\033[1;32m$\\033[0m %s\\n' "${scene.command}"`;
    const { env, home } = stage;
    const size = { columns: scene.columns, rows: scene.rows ?? maxRows };
    const cwd = join(home, scene.folder ?? '');
    const terminal = await openTerminal(`${prompt}; ${scene.command}`, { ...size, env, cwd });
    try {
      await scene.play?.(terminal);
      if (scene.rows === undefined) await terminal.ended();
      const rows = normalise(await terminal.rows(), stage.names);
      while (rows.at(-1) === '') rows.pop();
      const runs = await readScreen(rows, scene.columns);
      return drawSvg({
        title: scene.command,
        columns: usedColumns(runs),
        rows: runs,
        background: scene.background,
      });
    } finally {
      await terminal.close();
    }
  } finally {
    await stage.close();
  }
}

function usedColumns(rows: readonly (readonly Run[])[]): number {
  return Math.max(leastColumns, ...rows.flat().map(({ column, width }) => column + width));
}
