// Command opencode-remote-ssh-stub is the remote end of opencode-remote-ssh:
// one small server on the host, and what starts, finds and ends it.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], system{
		getenv: os.Getenv,
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
	}))
}
