package policy

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// What a pattern allows is never a secret that it does not name, and never
// more than Covers says.
func FuzzAllowed(f *testing.F) {
	for _, seed := range [][2]string{
		{"/home/u/*", "/home/u/.ssh/id"},
		{"/home/u/.ssh/*", "/home/u/.ssh/id"},
		{"*", "/home/u/.netrc"},
		{"/a/?ssh/*", "/a/.ssh/id"},
		{"/a/../.ssh", "/.ssh"},
		{"/*/.env", "/a/.env"},
		{"/a/.env*", "/a/.env"},
		{"//.aws//*", "/.aws/x"},
		{"/proc/self/root/*", "/proc/self/root/etc"},
		{"\xff*", "/\xff"},
		{"", "/"},
	} {
		f.Add(seed[0], seed[1])
	}
	g := guard{home: "/home/u"}
	g.ownFiles, g.secretFiles = &identities{}, &identities{}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if !filepath.IsAbs(path) || strings.IndexByte(path, 0) >= 0 || len(path) > 200 || len(pattern) > 200 {
			return
		}
		path = filepath.Clean(path)
		secret := g.namedSecret(path)
		if secret != "" && !Inside(secret, path) {
			t.Errorf("%q is in the secret %q", path, secret)
		}
		for _, tree := range []bool{false, true} {
			touch := Touch{Path: path, Access: Read, Tree: tree}
			if !(Allowed{pattern, All}).covers(touch, secret) {
				continue
			}
			if !Covers(pattern, path) {
				t.Errorf("%q allows %q", pattern, path)
			}
			if named := literal(pattern); secret != "" && !Inside(secret, named) {
				t.Errorf("%q allows the secret %q", pattern, path)
			}
		}
		place := Rule{Path: path, Access: Read, Tree: true}
		if !(Allowed{place.pattern(), All}).covers(Touch{Path: path, Access: Read, Tree: true}, "") {
			t.Errorf("%q does not allow %q, for which it is offered", place.pattern(), path)
		}
	})
}

func FuzzAllowedBody(f *testing.F) {
	for _, seed := range []string{`"/etc/*"`, `{"pattern":"/etc/*","access":"read"}`, `{"pattern":"","access":"all"}`, `{"access":"edit"}`, `null`, `5`, `{"pattern":5}`, `{"pattern":"/x","access":"run"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var a, b Allowed
		if json.Unmarshal(body, &a) != nil {
			return
		}
		again, err := json.Marshal(a)
		if err != nil || json.Unmarshal(again, &b) != nil || b.Access != a.Access {
			t.Errorf("%s: %+v, %s, %v", body, a, again, err)
		}
	})
}
