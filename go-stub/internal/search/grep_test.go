package search

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// lines are what texts of the tests are made from.
var lines = []string{
	"foo bar\n", "FOO Bar baz\n", "foo\r\n", "\n", "\r\n", "ähnlich größer\n", "日本語 テキスト 12\n", "x=1; y = 22\n", "  indented\t\tfoo()\n",
	"a\xffb foo\n", "\xfe\xfe\n", "a.b[c]{2}\n", "foofoofoo\n", "\u00a0nbsp\u2003em\n", "١٢٣ arabic\n", "naïve café\n", "tab\tsep\n", "e\u0301 combining\n",
	"func main() {\n", "}\n", "-- --\n", "$1 ^2 \\n\n", "last without end foo",
}

var texts = []string{
	"foo", "Foo", "(?i)foo", "^foo", "foo$", "^$", "^", "$", "", "fo+", "[a-z]+", `\d+`, `\w+`, `\s`, `\S+`, `\W`, `\D`, `[\d]`, `[\w.]+`, `[^\s]+`,
	".", ".*", "a.b", `a\.b`, `\[c\]`, `\{2\}`, `fo{2}`, `(foo){2,}`, "foo|bar", "(?:ä|ö)", "[äö]", "größer", `\p{Script=Han}`, "日本", `\p{Han}+`, `\p{L}+`, `\p{Greek}`,
	`\x{e4}`, `\u00e4`, `\u{e4}`, `\t`, `[[:digit:]]+`, `[^a]`, `[]a]`, `[^]a]`, "foo()", `foo\(\)`, "-", "--", `\$1`, `\^2`, `x=\d; y`, `(?P<n>fo)o`, "foo.*bar", "é", "e\u0301",
	`(?s)foo.`, `foo\z`, "a*", "(a|b)*?", `[\-a]`, "f[o-]+", `\p{Nd}`, `\PL+`, `[a-z&]`, "o{1,2}?", "(", "[", "*", "a{", "{", "a**", "+", `\`, `\n`, "\n", `\Q`, `\1`, `a\qb`, "(?i)GRÖSSER|größer",
	`(?i)Ä`, `[^\n]`, `\r`, `\x41`, "(?x)f o o", `[a[bc]]`, `[a&&b]`, `\pL`, `\B`, "é|ï", `\W+$`,
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(12) {
		b.WriteString(lines[r.IntN(len(lines))])
	}
	switch r.IntN(12) {
	case 0:
		b.WriteString("foo\x00after foo\n")
	case 1:
		b.WriteString(strings.Repeat("long foo line ", 400) + "\n")
	case 2:
		return "\xff\xfef\x00o\x00o\x00 \x00\xe4\x00\n\x00"
	case 3:
		return "\xef\xbb\xbffoo with a mark\n" + b.String()
	case 4:
		return "\xfe\xff\x00f\x00o\x00o\x00\n\xd8\x3d\xde\x00"
	}
	return b.String()
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// needsRipgrep are patterns that only ripgrep knows: the own engine refuses
// them, and says so.
var needsRipgrep = map[string]bool{"(?x)f o o": true, `[a[bc]]`: true, `[a&&b]`: true, "a**": true}

func TestBothEnginesAnswerTheSame(t *testing.T) {
	program := rg(t)
	r := rand.New(rand.NewPCG(8, 1))
	files := map[string]string{".hidden/file": "foo\n", ".gitignore": "left\n", "left": "foo\n", ".git/foo": "foo\n"}
	for i := range 40 {
		files[randomPath(r)+string(rune('A'+i%26))+".t"] = randomText(r)
	}
	root := plant(t, files)
	for _, text := range texts {
		q := TextQuery{Root: root, Home: t.TempDir(), Pattern: text, Limit: 100_000}
		own, ownErr := Grep(t.Context(), q)
		q.Ripgrep = program
		want, wantErr := Grep(t.Context(), q)
		switch {
		case needsRipgrep[text] && ownErr != nil && wantErr == nil:
		case (ownErr == nil) != (wantErr == nil):
			t.Errorf("%q: own %v, rg %v", text, ownErr, wantErr)
		case ownErr != nil:
			var f *fault.Error
			if !errors.As(ownErr, &f) || f.Kind != fault.BadRequest || !errors.As(wantErr, &f) || f.Kind != fault.BadRequest {
				t.Errorf("%q: %v, %v", text, ownErr, wantErr)
			}
		case asJSON(t, own) != asJSON(t, want):
			t.Errorf("%q differs:%s", text, firstDifference(t, own, want))
		}
	}
}

func TestWordBoundariesOfASCIIAreFoundByBothEngines(t *testing.T) {
	root := plant(t, map[string]string{"a": "foo\nfood\n(foo)\na_foo foo_ foo.\n"})
	q := TextQuery{Root: root, Home: t.TempDir(), Pattern: `\bfoo\b`, Limit: 10}
	own, err := Grep(t.Context(), q)
	q.Ripgrep = rg(t)
	want, wantErr := Grep(t.Context(), q)
	if err != nil || wantErr != nil || len(own) != 3 || asJSON(t, own) != asJSON(t, want) {
		t.Errorf("%v, %v%s", err, wantErr, firstDifference(t, own, want))
	}
}

func firstDifference(t testing.TB, own, want []Match) string {
	for i := range max(len(own), len(want)) {
		a, b := "nothing", "nothing"
		if i < len(own) {
			a = asJSON(t, own[i])
		}
		if i < len(want) {
			b = asJSON(t, want[i])
		}
		if a != b {
			return "\nown " + a + "\nrg  " + b
		}
	}
	return ""
}

func TestLinesAcrossTheBuffersEndAreWhole(t *testing.T) {
	program := rg(t)
	var b strings.Builder
	for b.Len() < 3*readBuffer {
		b.WriteString(strings.Repeat("x", b.Len()%700) + " needle 1\n")
	}
	b.WriteString(strings.Repeat("y", 2*readBuffer) + "needle")
	root := plant(t, map[string]string{"big": b.String()})
	for _, text := range []string{"needle", "needle [0-9]", "^x*y*needle", "e$"} {
		q := TextQuery{Root: root, Home: t.TempDir(), Pattern: text, Limit: 1 << 20}
		own, err := Grep(t.Context(), q)
		q.Ripgrep = program
		want, wantErr := Grep(t.Context(), q)
		if err != nil || wantErr != nil || asJSON(t, own) != asJSON(t, want) {
			t.Errorf("%q: %v, %v%s", text, err, wantErr, firstDifference(t, own, want))
		}
	}
}

func TestALongLineIsCutAndManyMatchesAreCounted(t *testing.T) {
	root := plant(t, map[string]string{"f": strings.Repeat("ab", 5000) + "\n"})
	for _, program := range []string{"", FindRipgrep(root)} {
		found, err := Grep(t.Context(), TextQuery{Root: root, Home: t.TempDir(), Pattern: "b", Limit: 10, Ripgrep: program})
		if err != nil || len(found) != 1 || len(found[0].Submatches) != maxSubmatches || len(found[0].Lines.Text) != maxText+3 {
			t.Errorf("with %q: %v, %.80s", program, err, asJSON(t, found))
		}
	}
}

func TestAProgramOfTheWorkspaceIsNotRun(t *testing.T) {
	root := plant(t, map[string]string{"bin/rg": "#!/bin/sh\ntouch ran\n"})
	if err := os.Chmod(filepath.Join(root, "bin/rg"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", root+"/bin:.:bin")
	t.Chdir(root + "/bin")
	if found := FindRipgrep(root); found != "" {
		t.Errorf("found %q", found)
	}
	if found := FindRipgrep(t.TempDir()); found != root+"/bin/rg" {
		t.Errorf("found %q elsewhere", found)
	}
}

func TestALimitOfMatchesHolds(t *testing.T) {
	root := plant(t, map[string]string{"a": strings.Repeat("x\n", 1000), "b": strings.Repeat("x\n", 1000)})
	for _, program := range []string{"", FindRipgrep(root)} {
		found, err := Grep(t.Context(), TextQuery{Root: root, Home: t.TempDir(), Pattern: "x", Limit: 10, Ripgrep: program})
		if err != nil || len(found) != 10 {
			t.Errorf("with %q: %d, %v", program, len(found), err)
		}
	}
}
