/** What OpenCode shows of a session whose events cannot be stored any more. */
export function lostSessionToast(message: string) {
  return {
    type: 'tui.toast.show',
    properties: {
      title: 'A session cannot be followed',
      message: `${message} What the host sends about it cannot be stored. Other sessions go on; start a new one.`,
      variant: 'error',
      duration: 10_000,
    },
  };
}
