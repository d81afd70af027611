/** Sessions in which a slash command is under way: what its template runs is not told which one it is for. */
export class SlashCommands {
  private readonly begun: string[] = [];

  /** Of the one that began last, which is when its template is run. */
  get session(): string | undefined {
    return this.begun.at(-1);
  }

  /** It is over when the returned function is called. */
  begin(sessionID: string): () => void {
    this.begun.push(sessionID);
    return () => {
      const at = this.begun.indexOf(sessionID);
      if (at >= 0) this.begun.splice(at, 1);
    };
  }
}
