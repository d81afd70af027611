/** A gate for `{ until: gate.opened }`: the model goes on when the test opens it. */
export interface Hold {
  readonly opened: Promise<void>;
  open(): void;
}

export function hold(): Hold {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    opened,
    open: () => {
      open();
    },
  };
}
