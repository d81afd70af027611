package pty

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Shell is one that the host offers, in OpenCode's shape.
type Shell struct {
	Path       string `json:"path"`
	Name       string `json:"name"`
	Acceptable bool   `json:"acceptable"` // for commands, not only for terminals
}

// takesLogin are the shells that are started with -l.
var takesLogin = map[string]bool{"bash": true, "dash": true, "fish": true, "ksh": true, "sh": true, "zsh": true}

// Shells answers those of /etc/shells that are there.
func Shells() []Shell {
	names := []string{"/bin/bash", "/bin/zsh", "/bin/sh"}
	if data, err := os.ReadFile("/etc/shells"); err == nil {
		names = nil
		seen := map[string]bool{}
		for line := range strings.Lines(string(data)) {
			line = strings.TrimSpace(line)
			if line != "" && line[0] != '#' && !seen[line] {
				seen[line] = true
				names = append(names, line)
			}
		}
	}
	shells := []Shell{}
	for _, name := range names {
		if isProgram(name) {
			base := filepath.Base(name)
			shells = append(shells, Shell{Path: name, Name: base, Acceptable: base != "fish" && base != "nu"})
		}
	}
	return shells
}

// loginShell is the user's.
func loginShell() string {
	for _, name := range []string{os.Getenv("SHELL"), shellOf(os.Getuid()), "/bin/bash"} {
		if isProgram(name) {
			return name
		}
	}
	return "/bin/sh"
}

// shellOf reads /etc/passwd; users of other sources have SHELL from sshd.
func shellOf(uid int) string {
	f, err := os.Open("/etc/passwd")
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if fields := strings.Split(lines.Text(), ":"); len(fields) == 7 && fields[2] == strconv.Itoa(uid) {
			return fields[6]
		}
	}
	return ""
}

func isProgram(name string) bool {
	info, err := os.Stat(name)
	return err == nil && filepath.IsAbs(name) && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}
