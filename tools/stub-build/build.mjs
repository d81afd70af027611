#!/usr/bin/env node
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { compile } from './compile.mjs';
import { publish } from './publish.mjs';
import { parseTargets } from './targets.mjs';
import { compileWithXgo } from './xgo.mjs';

const usage = `usage: build.mjs [--targets amd64,arm64] [--xgo] [--root DIR] [--out DIR]

Builds the stub into dist/go-stub: opencode-remote-ssh-stub-linux-<arch>, the
same as .gz, and SHA256SUMS. Targets: amd64, arm64 (the default), arm, 386,
riscv64, ppc64le, s390x, loong64. --xgo builds through xgo and Docker.`;

function build() {
  const { values } = parseArgs({
    options: {
      targets: { type: 'string' },
      xgo: { type: 'boolean', default: false },
      root: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const root = resolve(values.root);
  const distDir = resolve(values.out ?? join(root, 'dist', 'go-stub'));
  const targets = parseTargets(values.targets);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(distDir, { recursive: true });
  // Beside the result, so that it can be renamed into place.
  const builtDir = mkdtempSync(join(distDir, '.build-'));
  try {
    const options = { sourceDir: join(root, 'go-stub'), outDir: builtDir, version, targets };
    if (values.xgo) compileWithXgo(options);
    else compile(options);
    for (const { name, size, compressed } of publish({ builtDir, distDir, targets, xgo: values.xgo })) {
      console.log(`${name}  ${size} bytes, ${compressed} as .gz`);
    }
  } finally {
    rmSync(builtDir, { recursive: true, force: true });
  }
}

try {
  build();
} catch (error) {
  console.error(`stub build: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
