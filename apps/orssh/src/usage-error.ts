import type { Failure } from './output/render-error.js';

/** Commander's message in this program's form: its suggestion, or the command's help, becomes the remedy. */
export function describeUsageError(text: string, command: string): Failure {
  const [, message, suggestion] = /^error: (.*?)\s*(?:\(Did you mean (.+?)\?\))?\s*$/s.exec(text) ?? [];
  const ofExec = command.endsWith(' exec') && message?.startsWith('unknown option');
  const help = `see ${command} --help${ofExec ? '; what is meant for the remote command goes after --' : ''}`;
  return {
    code: 'usage',
    host: '',
    message: message ?? text.trim(),
    remedy: suggestion ? `did you mean ${suggestion}?` : help,
  };
}
