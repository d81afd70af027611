/** How to reach a target that is more than a name, in OpenSSH's terms; ssh_config decides what is absent. */
export interface SshSettings {
  /** A name or address, or an alias of ssh_config. */
  host: string;
  user?: string;
  port?: number;
  /** Tried before the keys of ssh_config. */
  identityFile?: readonly string[];
  identitiesOnly?: boolean;
  proxyJump?: string;
  /** Runs on this machine. */
  proxyCommand?: string;
  hostKeyAlias?: string;
  /** Further options of ssh_config by their names there. */
  options?: Readonly<Record<string, string>>;
}

/** The same as arguments of `ssh`, which win over its files. */
export function sshArguments({ identityFile = [], ...settings }: SshSettings): string[] {
  const options: [name: string, value: string | undefined][] = [
    ['IdentitiesOnly', settings.identitiesOnly === undefined ? undefined : yesOrNo(settings.identitiesOnly)],
    ['ProxyJump', settings.proxyJump],
    ['ProxyCommand', settings.proxyCommand],
    ['HostKeyAlias', settings.hostKeyAlias],
    ...Object.entries(settings.options ?? {}),
  ];
  return [
    ...identityFile.flatMap((file) => ['-i', file]),
    ...options.flatMap(([name, value]) => (value === undefined ? [] : ['-o', `${name}=${value}`])),
  ];
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
