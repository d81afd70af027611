import preset from '../../jest.preset.mjs';

// Real processes, and leases that have to grow old, on a machine that may have much else to do.
export default { ...preset, testTimeout: 30_000 };
