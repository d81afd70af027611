import preset from '../../jest.preset.mjs';

// Real servers, agents and shells: slow where the machine is busy.
export default { ...preset, testTimeout: 30_000 };
