/** package.json of the published package: all of its folder is packed. It has no dependencies: OpenCode installs it before every start of a new version. */
export function packageJson(version) {
  return {
    name: 'opencode-remote-ssh',
    version,
    description:
      'OpenCode on a remote Linux host that has nothing but SSH: workspaces, chat tools, and the command line orssh.',
    keywords: ['opencode', 'opencode-plugin', 'ssh', 'remote'],
    license: 'MIT',
    type: 'module',
    // OpenCode looks for "./server", then for "main".
    exports: { '.': './server.js', './server': './server.js', './package.json': './package.json' },
    main: './server.js',
    // One package for both: one version, one set of binaries.
    bin: { orssh: 'cli/orssh.mjs' },
    engines: { node: '>=20.3' },
  };
}
