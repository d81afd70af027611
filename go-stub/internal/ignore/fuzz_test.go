package ignore

import (
	"strings"
	"testing"
	"time"
)

// Whatever a repository holds: rules are read and asked in bounded time.
func FuzzRules(f *testing.F) {
	for _, seed := range [][2]string{
		{"*.log\n!a\n/b/**/c\n", "a/b.log"},
		{"{a,{b,c}}\n[!a-z]*\n", "x"},
		{"**/**/**\n\\\n[\n", "ä/\xff"},
		{strings.Repeat("*a", 200), strings.Repeat("a", 400)},
		{strings.Repeat("**/", 100) + "x", strings.Repeat("a/", 100)},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, text, name string) {
		if name == "" || len(text) > 1<<12 || len(name) > 1<<10 {
			return
		}
		begin := time.Now()
		r := parseRules([]byte(text))
		for _, isDir := range []bool{true, false} {
			if v := r.match(name, isDir); v != None && v != Ignored && v != Allowed {
				t.Errorf("verdict %v", v)
			}
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
