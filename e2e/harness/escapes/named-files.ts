import { places } from './places.js';

/** How one may name the file outside, whatever the way. `link`, `chain` and the like lie in the workspace. */
export function formsOf({ pid }: { pid: number }): Record<string, string> {
  const { letter, out, work } = places;
  return {
    'its path': letter,
    dots: '../docs/letter',
    'dots from a directory that is there': 'sub/../../docs/letter',
    'dots from one that is not': 'absent/../../docs/letter',
    'dots up to the root': `${'../'.repeat(12)}${letter.slice(1)}`,
    'dots in its path': `${work}/../docs/letter`,
    'doubled slashes': `//${letter.slice(1).replaceAll('/', '//')}`,
    'a tilde': '~/docs/letter',
    'a link': 'link',
    'a link to its directory': 'dir/letter',
    'dots after a link': 'dir/../docs/letter',
    'a chain of links': 'chained',
    'a link by its path': `${work}/chain`,
    'a URL': `file://${letter}`,
    'an at sign': `@${letter}`,
    '/proc/self/root': `/proc/self/root${letter}`,
    '/proc/self/cwd': '/proc/self/cwd/../docs/letter',
    "the stub's root": `/proc/${pid}/root${letter}`,
    "the stub's directory": `/proc/${pid}/cwd/docs/letter`,
    'a very long path': `${out}/${'./'.repeat(1500)}letter`,
    'a secret of the home': places.key,
    "the stub's token": places.token,
    "the stub's token by a tilde": '~/.opencode-remote-ssh/run/stub.token',
    "the stub's token by the root": `/proc/self/root${places.token}`,
    'a secret of the workspace': '.env',
    'a secret further down': 'sub/.env.local',
    'a secret by dots': `${work}/sub/../.env`,
    'far away': `${places.far}/letter`,
  };
}
