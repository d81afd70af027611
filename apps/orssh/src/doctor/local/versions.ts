import { failed, ok, oneLine } from '@orssh/doctor';

/** The oldest Node that runs this (`engines` in package.json). */
const oldest = [20, 3] as const;

export const versions = oneLine('orssh', 'orssh', {
  group: 'machine',
  run: ({ version }) => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const found = `${version}, on Node ${process.versions.node}`;
    const old = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
    return Promise.resolve(old ? failed(found, `install Node ${oldest.join('.')} or newer`) : ok(found));
  },
});
