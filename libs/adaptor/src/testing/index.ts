export { type RealHost, startRealHost } from './real-host.js';
