import { fileURLToPath } from 'node:url';

/** Jest settings of every package: TypeScript through SWC, native ES modules, workspace packages from source. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/**/*.test.ts'],
  // For what hangs; a busy machine is slow.
  testTimeout: 30_000,
  setupFilesAfterEnv: [fileURLToPath(new URL('./jest.again.mjs', import.meta.url))],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
      },
    ],
  },
};
