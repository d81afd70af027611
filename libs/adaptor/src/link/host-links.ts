import { HostLink, type HostLinkOptions } from './host-link.js';

/** The right to a link that others share. */
export interface LinkUse {
  readonly link: HostLink;
  /** The last one closes the link. Safe to repeat. */
  release(): Promise<void>;
}

/** The links of this process, one a key. */
export class HostLinks {
  private readonly all = new Map<string, { link: HostLink; users: number }>();

  /** `make` is called where there is none. Nothing is connected by this. */
  use(key: string, make: () => HostLinkOptions): LinkUse {
    const entry = this.all.get(key) ?? { link: new HostLink(make()), users: 0 };
    this.all.set(key, entry);
    entry.users += 1;
    let released = false;
    return {
      link: entry.link,
      release: async () => {
        if (released) return;
        released = true;
        entry.users -= 1;
        if (entry.users > 0) return;
        if (this.all.get(key) === entry) this.all.delete(key);
        await entry.link.close();
      },
    };
  }

  get(key: string): HostLink | undefined {
    return this.all.get(key)?.link;
  }

  /** Closes all; with `unconnected` only those that have no connection. */
  async close({ unconnected = false }: { unconnected?: boolean } = {}): Promise<void> {
    const links = [...this.all.values()].map(({ link }) => link);
    await Promise.all(links.filter(({ remote }) => !unconnected || !remote).map((link) => link.close()));
  }

  entries(): [key: string, link: HostLink][] {
    return [...this.all].map(([key, { link }]) => [key, link]);
  }
}
