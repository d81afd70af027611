/** Options of this project's plugin in a parsed opencode.json: `"plugin": [["opencode-remote-ssh", {…}]]`. */
export interface PluginEntry {
  index: number;
  options: unknown;
}

export function pluginEntries(config: unknown): PluginEntry[] {
  if (typeof config !== 'object' || config === null) return [];
  const { plugin } = config as { plugin?: unknown };
  if (!Array.isArray(plugin)) return [];
  return plugin.flatMap((entry: unknown, index) => {
    if (!Array.isArray(entry) || !isOurPlugin(entry[0]) || entry.length < 2) return [];
    return [{ index, options: entry[1] as unknown }];
  });
}

/** By its name, a name with a version, or a path to it; never a plugin whose name only begins or ends alike. */
export function isOurPlugin(name: unknown): boolean {
  if (typeof name !== 'string') return false;
  if (/^opencode-remote-ssh(?:@.*)?$/.test(name)) return true;
  return (
    /^(?:file:|\.{0,2}\/|~\/)/.test(name) &&
    /\/opencode-remote-ssh(?:@[^/]*)?(?:\.[cm]?[jt]s)?(?:\/|$)/.test(name)
  );
}
