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

  /** How many use a link. */
  usersOf(link: HostLink): number {
    return [...this.all.values()].find((entry) => entry.link === link)?.users ?? 0;
  }

  entries(): [key: string, link: HostLink][] {
    return [...this.all].map(([key, { link }]) => [key, link]);
  }
}
