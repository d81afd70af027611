package look

import (
	"os"
	"strings"
	"testing"
	"time"
)

// enough is more than a look takes on a machine that is busy.
const enough = 20 * time.Second

func TestAHostileTextIsLookedAtInBoundedTime(t *testing.T) {
	where, _ := place(t)
	n := maxText / 2
	many := func(text string) string { return strings.Repeat(text, n/len(text)) }
	for name, text := range map[string]string{
		"subshells": many("("), "closed subshells": many("(") + many(")"), "blocks": many("{ "), "substitutions": many("$("),
		"quoted substitutions": many(`"$(`), "backquotes": many("`"), "arithmetic": "echo $((" + many("("), "ifs": many("if "),
		"loops": many("while "), "cases": many("case x in x) "), "functions": many("f() { "), "negations": many("! "), "tests": "[[ " + many("! "),
		"parameters": "echo " + many("${x:-"), "quotes": many(`"`), "pipes": "cat" + many("|cat"), "lists": "cat" + many("&&cat"),
		"or": "cat" + many("||cat"), "commands": many("cat x;"), "words": "cat " + many("x "), "braces": "cat " + many("{a,b}"),
		"nested braces": "cat " + many("{a,"), "globs": "cat " + many("*"), "globbed folders": "cat /" + many("*/"), "brackets": "cat " + many("["),
		"sums": "echo $((1" + many("+1") + "))", "documents": many("cat <<a\n"), "assignments": many("a=$a$a;"), "long name": "cat /" + many("x"),
		"parents": "cat " + many("../"), "directories": many("cd x;"), "variables": variables(), "subshells with variables": variables() + many("(a);"),
		"evals": many("eval "), "shells": many("sh -c "), "quoted shells": nested(), "sequence": "cat {1..99999999999}", "zero": "cat a\x00b",
		"invalid": many("cat \xff\xfe;"), "loop of loops": many("for i in 1 2 3 4; do "), "itself": "f() { f; f; }; f", "each other": "f() { g; g; }; g() { f; f; }; f",
		"redirections": "cat" + many(" >x"), "processes": "cat " + many("<("), "comments": many("#"), "backslashes": many("\\"), "newlines": many("\\\n"),
		"loop over much": "for i in {1..256}; do for j in {1..256}; do for k in {1..256}; do cat /$i/$j/$k; done; done; done",
		"growth":         "x=a; while :; do x=$x$x$x$x$x$x$x$x; done; cat $x", "growth in a list": "x=a;" + strings.Repeat("x=$x$x;", 60) + "cat $x",
		"finds": "find " + many("-exec find "), "sudo": many("sudo "), "xargs": "echo " + many("x ") + "| xargs -I{} sh -c 'cat {}'", "tar": "tar " + many("f"),
		"trimming": "x=" + strings.Repeat("a", 5000) + ";" + strings.Repeat("y=${x%*a*a*a*b};", 1000),
	} {
		begin := time.Now()
		got := At(text, where)
		if took := time.Since(begin); took > enough {
			t.Errorf("%s took %v", name, took)
		} else if took > time.Second/2 {
			t.Logf("%s took %v", name, took)
		}
		if len(got.Touches) > maxTouches || len(got.Unknown) > maxUnknown+2 {
			t.Errorf("%s: %d and %d", name, len(got.Touches), len(got.Unknown))
		}
	}
}

func variables() string {
	var out strings.Builder
	for i := range 20_000 {
		out.WriteString("a" + strings.Repeat("b", i%7) + string(rune('a'+i%26)) + "=1;")
	}
	return out.String()
}

func nested() string {
	text := "cat /x"
	for range 12 {
		text = "sh -c '" + strings.ReplaceAll(text, "'", `'\''`) + "'"
		if len(text) > maxText/2 {
			break
		}
	}
	return text
}

func TestATextThatIsTooLongIsUnknown(t *testing.T) {
	where, _ := place(t)
	got := At("cat /x;"+strings.Repeat(" ", maxText), where)
	if got.Error == "" || len(got.Unknown) == 0 || len(got.Touches) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestMuchInAFolderIsCutAndSaid(t *testing.T) {
	where, _ := place(t)
	for i := range maxGlob + 50 {
		name := where.Dir + "/sub/" + strings.Repeat("x", i/26+1) + string(rune('a'+i%26))
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := At("rm sub/*", where)
	if len(got.Touches) > maxGlob || len(got.Unknown) == 0 {
		t.Errorf("%d touches, unknown %q", len(got.Touches), got.Unknown)
	}
}

func TestNothingIsRun(t *testing.T) {
	where, _ := place(t)
	for _, text := range []string{"touch ran", "$(touch ran)", "x=`touch ran`; cat $x", "cat <(touch ran)", "eval touch ran", "> ran", "find . -exec touch ran +", "echo touch ran | sh", "mkdir ran", "${x:=$(touch ran)}"} {
		At(text, where)
		if _, err := os.Lstat(where.Dir + "/ran"); err == nil {
			t.Fatalf("%s was run", text)
		}
	}
}
