import type { Socket } from 'node:net';

/**
 * The connections of a server, which are not more than `max`. For a new one the oldest goes whose client has not shown that it may be
 * here: who only holds connections open keeps nobody out.
 */
export class Connections {
  private readonly all = new Set<Socket>();
  private readonly unproven = new Set<Socket>();

  constructor(private readonly max: number) {}

  /** False where there is no room for it. */
  add(socket: Socket): boolean {
    if (this.all.size >= this.max && !this.giveUpOldest()) return false;
    this.all.add(socket);
    this.unproven.add(socket);
    socket.once('close', () => {
      this.remove(socket);
    });
    return true;
  }

  /** Its client may be here. */
  prove(socket: Socket): void {
    this.unproven.delete(socket);
  }

  destroy(): void {
    for (const socket of this.all) socket.destroy();
  }

  private giveUpOldest(): boolean {
    for (const socket of this.unproven) {
      this.remove(socket);
      socket.destroy();
      return true;
    }
    return false;
  }

  private remove(socket: Socket): void {
    this.all.delete(socket);
    this.unproven.delete(socket);
  }
}
