import { basename } from 'node:path/posix';

import type { RemoteFiles } from '../../remote/index.js';

/** Files of a host that are only in memory. What is `refused` is outside of the workspace. */
export function fakeFiles(
  files: Record<string, string>,
  refused: (path: string) => boolean,
): Pick<RemoteFiles, 'stat' | 'read' | 'entries' | 'glob'> {
  const below = (folder: string) => Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
  const statOf = (path: string) => {
    const text = files[path];
    const inFolder = below(path);
    const type =
      text !== undefined
        ? ('file' as const)
        : inFolder.length > 0
          ? ('directory' as const)
          : ('none' as const);
    const etag = text ?? inFolder.join();
    const inside = !refused(path);
    return {
      path,
      resolved: path,
      type,
      size: text?.length ?? 0,
      modified: 1,
      mode: 0o644,
      etag,
      inside,
      approved: false,
      access: inside ? ('all' as const) : ('none' as const),
      secret: false,
    };
  };
  return {
    stat: (path) => Promise.resolve(statOf(path)),
    read(path) {
      const text = files[path];
      if (text === undefined || refused(path)) return Promise.reject(new Error(`no ${path}`));
      return Promise.resolve({ bytes: Buffer.from(text), etag: text, size: text.length });
    },
    entries(path) {
      const names = new Set(below(path).map((file) => file.slice(path.length + 1).split('/')[0] ?? ''));
      const entries = [...names].map((name) => {
        const { type, size, modified } = statOf(`${path}/${name}`);
        return { name, type: type === 'none' ? ('other' as const) : type, link: false, size, modified };
      });
      return Promise.resolve({ entries, more: false });
    },
    glob({ pattern, path = '/' }) {
      // Of patterns only `folder/*.md` is known.
      const folder = `${path}/${pattern.slice(0, pattern.lastIndexOf('/'))}`;
      const found = below(folder).filter(
        (file) => `${folder}/${basename(file)}` === file && file.endsWith('.md'),
      );
      return Promise.resolve({ files: found.map((file) => ({ path: file, modified: 1 })), truncated: false });
    },
  };
}
