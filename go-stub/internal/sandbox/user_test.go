package sandbox

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// asUser runs one of these tests once more as a user that is not root, in
// mounts of its own that a part of this host may be replaced in before.
func asUser(t *testing.T, name, before string) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root becomes another user")
	}
	if _, err := exec.LookPath("setpriv"); err != nil {
		t.Skip(err)
	}
	if err := exec.Command("unshare", "-m", "true").Run(); err != nil {
		t.Skipf("no mounts of its own for it here: %v", err)
	}
	place, err := os.MkdirTemp("/var/tmp", "orssh-user-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(place) })
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(place, "tests"), program, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(place, someUser, someUser); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/bin/sh", "-ec", `
		echo 'orssh:x:54321:54321::/nowhere:/bin/sh' | cat /etc/passwd - > "$1/passwd"
		mount --bind "$1/passwd" /etc/passwd
		`+before+`
		cd "$1"
		exec setpriv --reuid 54321 --regid 54321 --clear-groups "$1/tests" -test.run "^$2$" -test.v`, "sh", place, name)
	cmd.Dir = place
	cmd.Env = []string{"PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "TMPDIR=" + place, "HOME=" + place, asked + "=1"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("%v\n%s", err, out)
	}
}

const (
	someUser = 54321
	asked    = "ORSSH_TEST_AS_USER"
)

// ofUser are programs that look at who owns what.
var ofUser = []struct{ name, sh, says string }{
	{"ssh", `ssh -G example.org`, "host example.org"},
	{"git", `git init -q r && cd r && echo a > f && git add f && git -c user.name=a -c user.email=a@b commit -qm ok && git log --format=%s && git -c core.sshCommand='ssh -o ConnectTimeout=1 -p 1' fetch ssh://127.0.0.1/x 2>&1 | grep -i refused`, "refused"},
	{"gpg", `mkdir -m 700 g && gpg --homedir g --batch --passphrase '' --quick-gen-key a@b default default 2>&1; gpg --homedir g -k; gpgconf --homedir g --kill all`, "a@b"},
	{"npm", `echo '{"name":"x","scripts":{"t":"echo ok"}}' > package.json && npm run -s t`, "ok"},
	{"/usr/bin/python3", `/usr/bin/python3 -c 'import tempfile,multiprocessing as m; tempfile.mkdtemp(); m.Lock(); print("ok")'`, "ok"},
	{"zsh", `zsh -fc 'autoload -Uz compaudit; compaudit && echo ok'`, "ok"},
	{"id", `[ "$(id -u)" = 54321 ] && id -un`, "orssh"},
}

func TestProgramsOfAUserWork(t *testing.T) {
	if os.Getenv(asked) == "" {
		asUser(t, t.Name(), `
			mkdir "$1/conf"; echo '# of root' > "$1/conf/a.conf"; chmod 755 "$1/conf"; chmod 644 "$1/conf/a.conf"
			[ ! -d /etc/ssh/ssh_config.d ] || mount --bind "$1/conf" /etc/ssh/ssh_config.d`)
		return
	}
	for name, level := range levels(t) {
		for _, p := range ofUser {
			t.Run(name+", "+p.name, func(t *testing.T) {
				if _, err := exec.LookPath(p.name); err != nil {
					t.Skip(err)
				}
				g := newGround(t, level)
				if got, code := g.run(inTime(60, "/bin/sh", "-c", p.sh)...); !strings.Contains(got, p.says) {
					t.Errorf("exit code %d: %s", code, got)
				}
			})
		}
	}
}
