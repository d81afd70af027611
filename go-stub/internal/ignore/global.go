package ignore

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/sys/unix"
)

// excludesFile is how ripgrep reads git's configuration.
var excludesFile = regexp.MustCompile(`(?im)^\s*excludesfile\s*=\s*"?\s*(\S+?)\s*"?\s*$`)

// globalRules are those of git's core.excludesFile.
func globalRules(home string) *rules {
	config := os.Getenv("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	for _, name := range []string{filepath.Join(home, ".gitconfig"), filepath.Join(config, "git/config")} {
		if found := excludesFile.FindSubmatch(slurp(name)); found != nil {
			file := string(found[1])
			if strings.HasPrefix(file, "~/") {
				file = home + file[1:]
			}
			return readRules(file)
		}
	}
	return readRules(filepath.Join(config, "git/ignore"))
}

// slurp reads a small regular file, and nothing else: a FIFO must not hold up
// the search.
func slurp(name string) []byte {
	f, err := os.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	data, _ := io.ReadAll(io.LimitReader(f, maxFile))
	return data
}

func firstLine(name string) string {
	line, _, _ := bytes.Cut(slurp(name), []byte("\n"))
	return strings.TrimRight(string(line), "\r")
}
