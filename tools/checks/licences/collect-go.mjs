import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { commandPackage, tags } from '../../stub-build/compile.mjs';
import { output } from '../../stub-build/run.mjs';
import { defaultTargets, goEnvironment } from '../../stub-build/targets.mjs';
import { textsIn } from './collect-npm.mjs';
import { nameLicence } from './name-licence.mjs';

const cwd = fileURLToPath(new URL('../../../go-stub', import.meta.url));
const remedy = 'install Go (the version is in go-stub/go.mod), see https://go.dev/doc/install';
const format = '{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}';

/**
 * The Go modules that are linked into the stub as it is built, for any of its targets, and Go's own library.
 * @returns {{ name: string, version: string, license: string, texts: string[] }[]}
 */
export function collectGo() {
  const found = new Map();
  for (const arch of defaultTargets) {
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', ...goEnvironment(arch) };
    const args = ['list', '-deps', '-tags', tags, '-f', format, `./${commandPackage}`];
    for (const line of output('go', args, { cwd, env, remedy }).split('\n')) {
      const [name = '', version = '', folder = ''] = line.split('\t');
      if (name !== '') found.set(name, { name, version, texts: textsIn(folder) });
    }
  }
  const goRoot = output('go', ['env', 'GOROOT'], { cwd, remedy });
  const library = { name: "Go's standard library", version: '', texts: textsIn(join(goRoot)) };
  const modules = [...found.keys()].sort().map((name) => found.get(name));
  return [library, ...modules].map((one) => ({ ...one, license: nameLicence(one.texts[0] ?? '') }));
}
