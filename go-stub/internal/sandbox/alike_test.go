package sandbox

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestACommandStartsAsItDoesWhereNothingHolds compares what a program is given:
// limits (one of which Go raises for itself), signals and arguments.
func TestACommandStartsAsItDoesWhereNothingHolds(t *testing.T) {
	const limited = "ORSSH_TEST_LIMITED"
	if os.Getenv(limited) == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("/bin/sh", "-c", `ulimit -Sn 300; exec "$0" -test.v -test.run "^$1$"`, self, t.Name())
		cmd.Env = append(os.Environ(), limited+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	const sh = `ulimit -Sn; ulimit -Hn; umask; grep Sig /proc/self/status | sed 's/^SigQ.*//'; pwd; printf '<%s>' "$@"; [ "$(ps -o sid= $$ 2>/dev/null | tr -d ' ')" = $$ ] && echo leads`
	run := func(level Level, argv ...string) string {
		g := newGround(t, level)
		if err := os.WriteFile(filepath.Join(g.work, "script"), []byte("echo a script of \"$1\"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		said, code := g.run(argv...)
		return fmt.Sprintf("exit code %d: %s", code, strings.ReplaceAll(said, g.work, "WORK"))
	}
	for name, level := range levels(t) {
		for _, argv := range [][]string{
			{"/bin/sh", "-c", sh, "sh", "", "a b", "\xff*", "$x\n"},
			{"./script", "nobody's"}, // without "#!"
		} {
			if plain, held := run(Level{}, argv...), run(level, argv...); held != plain {
				t.Errorf("%s, %q:\n%s\nand as it is:\n%s", name, argv, held, plain)
			}
		}
	}
}

func TestATextThatHasAnEndInItIsRefused(t *testing.T) {
	for name, level := range levels(t) {
		g := newGround(t, level)
		attr := &os.ProcAttr{Dir: g.work, Env: []string{"A=b"}, Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}}
		for _, argv := range [][]string{{"/bin/echo", "a\x00b"}, {"/bin/echo\x00", "a"}} {
			if _, err := g.guard.Start(g.spec, argv[0], argv, attr); err == nil {
				t.Errorf("%s: %q ran", name, argv)
			}
		}
	}
}

func TestAProgramThatIsNotThereIsNamed(t *testing.T) {
	for name, level := range levels(t) {
		g := newGround(t, level)
		attr := &os.ProcAttr{Dir: g.work, Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}}
		_, err := g.guard.Start(g.spec, "/none", []string{"none"}, attr)
		if path, ok := err.(*os.PathError); !ok || path.Path != "/none" || path.Err != syscall.ENOENT {
			t.Errorf("%s: %v", name, err)
		}
	}
}
