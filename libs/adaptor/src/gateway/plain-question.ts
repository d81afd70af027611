import { visible } from '@orssh/protocol';

import { isRecord } from './durable-event.js';

type Json = Record<string, unknown>;

/** Below the question: a path of Linux fits. */
const longest = 4_200;
/** Above it, where nothing can be scrolled away. */
const longestTitle = 600;
const mostItems = 200;
const titles = new Set(['parentDir', 'filepath']);

/** Whether an event of this type is a question about permission. */
export function isQuestion(type: string): boolean {
  return /^permission\.(v2\.)?asked$/.test(type);
}

/** Whether the answer to such a request is a list of questions about permission, or one. */
export function answersQuestions(method: string, segments: readonly string[]): boolean {
  const own = segments[0] === 'permission' ? segments.length === 1 : segments[0] === 'api';
  return method === 'GET' && own && segments.includes('permission') && segments.at(-1) !== 'saved';
}

/**
 * A question about paths, as OpenCode is to show it: nothing in it can look like another one, hide something, or push the answers off the
 * screen. What a yes is for stays as it is with whoever asked: it goes there by the question's id.
 */
export function plainQuestion(question: Json): Json {
  const plain = { ...question };
  for (const name of ['patterns', 'always', 'resources', 'save', 'metadata']) {
    if (name in question) plain[name] = plainValue(question[name], longest);
  }
  return plain;
}

/** The same of a stub, which asks about nothing but paths. */
export function stubsQuestion(question: Json): Json {
  const { permission, action } = question;
  return plainQuestion({
    ...question,
    ...(permission !== undefined && { permission: asksAboutPaths }),
    ...(action !== undefined && { action: asksAboutPaths }),
  });
}

/** The same of an OpenCode, whose other questions have texts of many lines. */
export function agentsQuestion(question: Json): Json {
  const { permission, action } = question;
  return [permission, action].includes(asksAboutPaths) ? plainQuestion(question) : question;
}

/** A question of the stub's, a list of them, or such a list as `data`. Anything else stays. */
export function stubsQuestions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => (isRecord(one) ? stubsQuestion(one) : one));
  if (!isRecord(value)) return value;
  const { data } = value;
  if (Array.isArray(data) || isRecord(data)) return { ...value, data: stubsQuestions(data) };
  return stubsQuestion(value);
}

/** Whether the answer to such a request is a list of a model's questions. */
export function answersModelsQuestions(method: string, segments: readonly string[]): boolean {
  const own = segments[0] === 'question' ? segments.length === 1 : segments[0] === 'api';
  return method === 'GET' && own && segments.includes('question');
}

/** A stub has no model that would ask anything. */
export function noQuestions(value: unknown): unknown {
  return isRecord(value) && 'data' in value ? { ...value, data: [] } : [];
}

const asksAboutPaths = 'external_directory';

function plainValue(value: unknown, most: number): unknown {
  if (typeof value === 'string') return visible(value, most);
  if (Array.isArray(value)) {
    const items = value.slice(0, mostItems).map((item) => plainValue(item, most));
    const more = value.length - mostItems;
    return more > 0 && typeof value[0] === 'string' ? [...items, `… and ${more} more`] : items;
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostItems)
      .map(([name, inner]) => [name, plainValue(inner, titles.has(name) ? longestTitle : most)]),
  );
}
