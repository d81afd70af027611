export { connectionConformance } from './connection-conformance.js';
export type { ConformanceOptions, ConnectionFactory, Subject } from './conformance/subject.js';
export {
  type ExecHandler,
  FakeConnection,
  type ForwardHandler,
  type UploadHandler,
} from './fake-connection.js';
export { fakeDestination } from './fake-destination.js';
export type { HostProcess } from './fake-process.js';
export { connectLocalShell, runLocally } from './local-shell.js';
export { type RunningAgent, startAgent } from './start-agent.js';
export { makeKey, type RunningSshd, type SshdOptions, sshdPath, startSshd } from './start-sshd.js';
export { type ScriptedAnswers, scriptedPrompter } from './scripted-prompter.js';
export { canMakeUsers, makeTestUser, type TestUser } from './test-user.js';
export { until } from './until.js';
