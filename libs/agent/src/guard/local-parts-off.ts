/**
 * Switches off, in OpenCode's configuration, what would run programs or read files here for the sake of a project: the project is on the
 * host.
 */
export function localPartsOff(config: Record<string, unknown>): void {
  config['lsp'] = false;
  config['formatter'] = false;
  config['snapshot'] = false;
  delete config['references'];
  delete config['reference'];
}
