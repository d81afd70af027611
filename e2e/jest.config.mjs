import preset from '../jest.preset.mjs';

export default {
  ...preset,
  // A first connection to an emulated arm64 host takes the longest.
  testTimeout: 180_000,
  maxWorkers: 2,
  verbose: true,
};
