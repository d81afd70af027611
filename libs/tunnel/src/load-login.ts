/** Loads ssh2, once. Called early, it happens while the configuration is looked up and the socket opens. */
export function loadLogin(): Promise<typeof import('./login.js')> {
  return import('./login.js');
}
