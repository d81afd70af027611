package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/version"
)

func printVersion(_ context.Context, args []string, sys system) int {
	set := flags("version")
	asJSON := set.Bool("json", false, "")
	if code, ok := parse(set, args, sys); !ok {
		return code
	}
	info, err := version.Current()
	if err != nil {
		return failQuietly(sys, err)
	}
	if *asJSON {
		_ = json.NewEncoder(sys.stdout).Encode(info)
	} else {
		_, _ = fmt.Fprintf(sys.stdout, "%s %s %s/%s %s\n", info.Name, info.Version, info.OS, info.Arch, info.Go)
	}
	return 0
}
