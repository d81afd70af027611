package version

import "strings"

const hashDigits = 12

// HashInName is the beginning of the SHA-256 that an installed file's name,
// opencode-remote-ssh-stub-<version>-<12 hex digits>, promises.
func HashInName(name string) (begin string, ok bool) {
	rest, ok := strings.CutPrefix(name, Name+"-")
	at := len(rest) - hashDigits - 1
	if !ok || at < 1 || at > 64 || rest[at] != '-' {
		return "", false
	}
	version, begin := rest[:at], rest[at+1:]
	if strings.Trim(begin, "0123456789abcdef") != "" || strings.ContainsFunc(version, outsideVersions) {
		return "", false
	}
	return begin, true
}

// outsideVersions is what semantic versions have not: '/' among it.
func outsideVersions(r rune) bool {
	letter := (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
	return !letter && (r < '0' || r > '9') && !strings.ContainsRune(".+-_", r)
}
