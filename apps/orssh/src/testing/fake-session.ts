import type { RemoteHost } from '@orssh/adaptor';

import type { Libraries } from '../libraries.js';

/** `libs/adaptor` and `libs/bootstrap` for a host whose stub answers as `stub`; without one none is installed. */
export function librariesFor(stub?: object): {
  libraries: Partial<Libraries>;
  opened: { ifRunning?: boolean }[];
} {
  const opened: { ifRunning?: boolean }[] = [];
  const connection = { destination: { target: 'web1' }, close: () => Promise.resolve() };
  const notRunning = Object.assign(new Error('no stub runs on web1'), {
    code: 'not_running',
    host: 'web1',
    remedy: '',
  });
  const libraries = {
    adaptor: () =>
      Promise.resolve({
        openHost: (target: string, options: { ifRunning?: boolean } = {}) => {
          opened.push({ ifRunning: options.ifRunning });
          const host = { stub, connection, destination: { target }, close: () => Promise.resolve() };
          return stub ? Promise.resolve(host as unknown as RemoteHost) : Promise.reject(notRunning);
        },
        connectHost: () => Promise.resolve(connection),
      }),
    bootstrap: () => Promise.resolve({ stubStatus: () => Promise.resolve({ installed: false }) }),
  };
  return { libraries: libraries as unknown as Partial<Libraries>, opened };
}
