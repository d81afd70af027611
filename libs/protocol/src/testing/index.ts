export { type Canary, startCanary } from './hostile/canary.js';
export { steering, steeringText } from './hostile/escapes.js';
export { type Asked, HostileStub, type Told } from './hostile/hostile-stub.js';
export { type Bytes, type HttpLie, httpLies, redirects } from './hostile/http-lies.js';
export { largeLies, type Lie, smallLies } from './hostile/lies.js';
export { everywhere, type LyingBody, lyingBodies, lyingValues } from './hostile/lying-bodies.js';
export { peakGrowth } from './hostile/peak.js';
export { placesOf, sampleOf, type Schema } from './hostile/schema-walk.js';
export { type HostileProgram, hostileProgram, lyingShell } from './hostile/hostile-program.js';
