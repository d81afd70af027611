import preset from '../../jest.preset.mjs';

// Real connections, on a machine that may have much else to do.
export default { ...preset, testTimeout: 30_000 };
