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

/** Options for esbuild; add `entryPoints` and where the result goes. */
export const bundleOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // ssh2 names the folder of a Windows helper program by __dirname; a bundle does not have that helper.
  // Its entry for require is not one that can be bundled.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  define: { __dirname: '"."' },
  // CommonJS packages inside an ES module still call require for Node's own modules.
  banner: {
    js: "import{createRequire as orsshRequire}from'node:module';const require=orsshRequire(import.meta.url);",
  },
  // Its main file loads its parts in a way that no bundler can follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  plugins: [withoutNativeCode],
  logLevel: 'warning',
};
