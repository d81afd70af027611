import type { ImageRecipe } from './cache.js';
import { busybox } from './busybox.js';
import { debian } from './debian.js';

export type ImageName = 'debian12' | 'debian11' | 'busybox' | 'arm64';

export const images: Record<ImageName, ImageRecipe> = {
  debian12: debian({
    name: 'debian12',
    suite: 'bookworm',
    packages: ['openssh-server', 'tcsh', 'fish', 'zsh'],
  }),
  debian11: debian({ name: 'debian11', suite: 'bullseye', packages: ['openssh-server'] }),
  busybox,
  arm64: debian({
    name: 'arm64',
    suite: 'bookworm',
    packages: ['openssh-server'],
    foreign: { arch: 'arm64', binfmt: 'qemu-aarch64' },
  }),
};

export { cacheFolder, imageKey, rootFileSystem } from './cache.js';
