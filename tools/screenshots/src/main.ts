import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { doctor } from './scenes/doctor.js';
import { exec } from './scenes/exec.js';
import { init } from './scenes/init.js';
import { opencode } from './scenes/opencode.js';
import { takePicture } from './take-picture.js';

const folder = join(process.cwd(), 'docs', 'images');
const scenes = [init, doctor, exec, opencode];
const wanted = process.argv.slice(2);

await mkdir(folder, { recursive: true });
for (const scene of scenes) {
  if (wanted.length > 0 && !wanted.includes(scene.name)) continue;
  const svg = await takePicture(scene);
  await writeFile(join(folder, `${scene.name}.svg`), svg);
  process.stdout.write(`docs/images/${scene.name}.svg  ${(svg.length / 1024).toFixed(1)} KB\n`);
}
