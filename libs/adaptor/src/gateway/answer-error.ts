import type { AnswerHeaders, HttpAnswer } from './http/http-answer.js';

const names = {
  400: 'BadRequest',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  413: 'BadRequest',
  429: 'UnavailableError',
  431: 'BadRequest',
  501: 'BadRequest',
  502: 'UnavailableError',
  503: 'UnavailableError',
} as const;

/** Answers an error in OpenCode's form. */
export function answerError(
  answer: HttpAnswer,
  status: keyof typeof names,
  code: string,
  message: string,
  headers: AnswerHeaders = {},
): void {
  answerJson(answer, status, { name: names[status], data: { message, code } }, headers);
}

export function answerJson(
  answer: HttpAnswer,
  status: number,
  value: unknown,
  headers: AnswerHeaders = {},
): void {
  const text = Buffer.from(JSON.stringify(value));
  answer.start(status, {
    'content-type': 'application/json',
    'content-length': String(text.length),
    'cache-control': 'no-store',
    ...headers,
  });
  answer.write(text);
  answer.end();
}
