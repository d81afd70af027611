package exec

import (
	"maps"
	"os"
	"slices"
	"strings"
)

// environment is the stub's own without what the SSH login that started it
// left there (agent sockets and terminals that are gone), plus what was asked
// for. PWD is the resolved directory: a shell that trusts an inherited PWD
// would show another path than the one that was permitted.
func environment(added map[string]string, cwd string) []string {
	merged := map[string]string{}
	for _, entry := range os.Environ() {
		name, value, ok := strings.Cut(entry, "=")
		if !ok || name == "" || name == "OLDPWD" || strings.HasPrefix(name, "SSH_") {
			continue
		}
		merged[name] = value
	}
	maps.Copy(merged, added)
	merged["PWD"] = cwd
	env := make([]string, 0, len(merged))
	for _, name := range slices.Sorted(maps.Keys(merged)) {
		env = append(env, name+"="+merged[name])
	}
	return env
}

// Inherited is a variable that every command has of the stub's environment.
func Inherited(name string) (string, bool) {
	if name == "OLDPWD" || strings.HasPrefix(name, "SSH_") {
		return "", false
	}
	return os.LookupEnv(name)
}

func lookup(env []string, name string) string {
	for _, entry := range env {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}
