import { imageKey, type ImageRecipe } from '../images/cache.js';
import { must, run } from '../run.js';

/** Name under which the engine knows the image. */
export function imageTag(image: ImageRecipe): string {
  return `opencode-remote-ssh-e2e:${imageKey(image)}`;
}

/** Gives the engine the image whose root file system is at `root`, unless it has it already. */
export async function loadImage(image: ImageRecipe, root: string, env: NodeJS.ProcessEnv): Promise<void> {
  const tag = imageTag(image);
  if ((await run('docker', ['image', 'inspect', tag], { env })).code === 0) return;
  const load = `tar --numeric-owner -C "$1" -c . | docker import --change 'CMD ["/e2e/boot"]' - "$2"`;
  await must('sh', ['-c', load, 'sh', root, tag], { env, timeoutMs: 300_000 });
}
