import { providerEntries } from '../config/provider-entries.js';
import type { Config } from '../config/schema.js';
import { layer, override, topSettings } from '../config/settings.js';
import { stricter } from '../config/stricter.js';
import type { HostSettings } from '../registry.js';

const held = ['enforcement', 'network', 'maxProcesses', 'maxMemoryBytes', 'maxOutputBytes'] as const;

/** What would hold the commands of a configuration's own hosts less than `usual`, in words; empty where nothing does. */
export function wouldLoosen(config: Config, usual: HostSettings): string[] {
  const top = topSettings(config);
  return providerEntries(config).flatMap(({ name, provider }) =>
    (provider.hosts ?? []).flatMap((host) => {
      const wanted = override(usual, layer(layer(top, provider), host));
      const allowed = stricter(usual, wanted);
      return held
        .filter((setting) => allowed[setting] !== wanted[setting])
        .map((setting) => `loosen ${setting} to ${String(wanted[setting])} for ${name}/${host.name}`);
    }),
  );
}
