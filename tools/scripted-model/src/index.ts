/** A model whose turns a test writes. */
export { type Asked, type AskedMessage, type AskedTool, textOf } from './asked.js';
export { type Hold, hold } from './hold.js';
export { type Match, Script } from './script.js';
export { type ModelConfig, type ScriptedModel } from './scripted-model.js';
export { type ScriptedModelOptions, startScriptedModel } from './start-scripted-model.js';
export type { CallStep, Step, Steps, Turn, Usage } from './turn.js';
