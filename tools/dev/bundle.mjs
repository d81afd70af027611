// How every bundle of this repository is made: one ES module for Node, packages inside, no native code.

/** ssh2 looks for native add-ons and does without them; a bundle has none, whatever is installed here. */
const withoutNativeCode = {
  name: 'without-native-code',
  setup(bundle) {
    bundle.onResolve({ filter: /^cpu-features$|\.node$/ }, ({ path }) => ({ path, namespace: 'absent' }));
    bundle.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not bundled`)});`,
    }));
  },
};

/** ssh2 has agents for HTTP over SSH, and undici HTTP/2, of which nothing here makes use: Node would load TLS for them. */
const withoutUnusedProtocols = {
  name: 'without-unused-protocols',
  setup(bundle) {
    bundle.onLoad({ filter: /\/ssh2\/lib\/http-agents\.js$/ }, () => ({ contents: 'module.exports = {};' }));
    bundle.onResolve({ filter: /^node:http2$/ }, ({ path, importer }) =>
      importer.includes('/undici/') ? { path, namespace: 'absent' } : undefined,
    );
  },
};

/** cosmiconfig reads what others wrote for it with these; all our formats have readers of our own, which it is given. */
const withoutUnusedReaders = {
  name: 'without-unused-readers',
  setup(bundle) {
    const unused = /^(?:typescript|js-yaml|parse-json|import-fresh)$/;
    bundle.onResolve({ filter: unused }, ({ path, importer }) =>
      importer.includes('/cosmiconfig/') ? { path, namespace: 'absent' } : undefined,
    );
  },
};

/** Options for esbuild; add `entryPoints` and where the result goes. */
export const bundleOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Its other form looks for its own parts at run time, in files that a bundle does not have.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // ssh2 names the folder of a Windows helper program by __dirname; a bundle does not have that helper.
  define: { __dirname: '"."' },
  // CommonJS packages inside an ES module still call require for Node's own modules.
  banner: {
    js: "import{createRequire as orsshRequire}from'node:module';const require=orsshRequire(import.meta.url);",
  },
  plugins: [withoutNativeCode, withoutUnusedProtocols, withoutUnusedReaders],
  logLevel: 'warning',
};
