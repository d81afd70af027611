import type { OpenHostEvent } from '@orssh/adaptor';

import { escapeControl } from '../output/escape-control.js';

const megabyte = 1_000_000;

/** What is under way, in words; undefined when nothing new begins. `live`: the text may count. */
export function describeStep(event: OpenHostEvent, live: boolean): string | undefined {
  switch (event.step) {
    case 'resolved':
      return `connecting to ${event.destination.user}@${event.destination.host}, port ${event.destination.port}`;
    case 'connection':
      return event.state.name === 'connecting' && event.state.step === 'auth' ? 'logging in' : undefined;
    case 'recall':
      return event.result === 'hit' ? 'reaching the running stub' : undefined;
    case 'probe':
      return 'looking at the host';
    case 'upload': {
      const total = (event.totalBytes / megabyte).toFixed(1);
      if (!live) return `uploading the stub (${total} MB)`;
      return `uploading the stub (${(event.sentBytes / megabyte).toFixed(1)} of ${total} MB)`;
    }
    case 'started':
      return `the stub ${escapeControl(event.version)} ${event.adopted ? 'runs already' : 'runs'}`;
    case 'handshake':
      return 'checking that it is our stub';
    case 'notice':
    case 'probed':
    case 'ready':
      return undefined;
  }
}
