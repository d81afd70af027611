package sandbox

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// TestADenialNamesThePath takes what programs really say.
func TestADenialNamesThePath(t *testing.T) {
	for name, level := range levels(t) {
		for _, c := range []struct{ name, sh, path string }{
			{"cat", "cat ~/docs/letter", "docs/letter"},
			{"cat by a relative path", "cat ../docs/letter", "docs/letter"},
			{"cat by a link", "ln -s ~/docs/letter l; cat l", "docs/letter"},
			{"cat in a link", "ln -s ~/docs d; cat d/letter", "docs/letter"},
			{"ls", "ls ~/docs/in", "docs/in"},
			{"cp from", "cp ~/docs/letter .", "docs/letter"},
			{"cp to", "cp file ~/docs/new", "docs/new"},
			{"cp to a name with a blank", "cp file '" + "../docs/a b'", "docs/a b"},
			{"mv", "mv file ~/docs/", "docs"},
			{"rm", "rm ~/docs/letter", "docs/letter"},
			{"mkdir", "mkdir ~/docs/sub", "docs/sub"},
			{"redirection to", "echo x > ~/docs/new", "docs/new"},
			{"redirection from", "cat < ~/docs/letter", "docs/letter"},
			{"bash", "bash -c 'echo x > ~/docs/new'", "docs/new"},
			{"python", `/usr/bin/python3 -c 'open("'$HOME'/docs/letter")'`, "docs/letter"},
			{"python to", `/usr/bin/python3 -c 'open("'$HOME'/docs/new", "w")'`, "docs/new"},
			{"git", "git init -q ~/docs/repo", "docs/repo"},
			{"sed", "sed -i s/a/b/ ~/docs/letter", "docs/letter"},
			{"grep", "grep -r x ~/docs/letter", "docs/letter"},
			{"tar", "tar cf ~/docs/t.tar file", "docs/t.tar"},
			{"the host's own", "touch /usr/lib/new", "/usr/lib/new (to change it)"},
			{"what may be read", "echo x > ~/read/new", "read/new (to change it)"},
		} {
			t.Run(name+", "+c.name, func(t *testing.T) {
				g := newGround(t, level)
				for _, dir := range []string{"docs/in", "read"} {
					if err := os.Mkdir(filepath.Join(g.home, dir), 0o700); err != nil {
						t.Fatal(err)
					}
				}
				g.spec.Rules = append(g.spec.Rules, policy.Rule{Path: filepath.Join(g.home, "read"), Access: policy.Read, Tree: true})
				said, code := g.run("/bin/sh", "-c", c.sh)
				want := c.path
				if !filepath.IsAbs(want) {
					want = filepath.Join(g.home, want)
				}
				hint := g.guard.Hint(g.spec, g.work, []byte(said))
				if code == 0 || !strings.Contains(hint, " "+want) && !strings.Contains(hint, ": "+want) {
					t.Errorf("exit code %d: %s\n%s", code, said, hint)
				}
			})
		}
	}
}

func TestNoHintForWhatIsNotThePolicys(t *testing.T) {
	for name, level := range levels(t) {
		g := newGround(t, level)
		for _, output := range []string{
			"cat: nothing: No such file or directory\n",
			"cat: " + g.work + "/file: Permission denied\n",
			"/usr/bin/cat: " + g.work + "/file: Permission denied\n",
			"",
		} {
			if hint := g.guard.Hint(g.spec, g.work, []byte(output)); hint != "" {
				t.Errorf("%s, %q: %s", name, output, hint)
			}
		}
		if hint := g.guard.Hint(g.spec, g.work, []byte("cat: "+g.root+"/token: Permission denied\n")); !strings.Contains(hint, "whatever is approved") {
			t.Error(hint)
		}
	}
}

// TestBecomingRootIsExplained runs what would need it.
func TestBecomingRootIsExplained(t *testing.T) {
	if os.Getenv(asked) == "" {
		asUser(t, t.Name(), "")
		return
	}
	for name, level := range levels(t) {
		for _, sh := range []string{"sudo -n true", "su -c true", "echo 'sudo: The \"no new privileges\" flag is set, which prevents sudo from running as root.' >&2; false"} {
			g := newGround(t, level)
			said, code := g.run("/bin/sh", "-c", sh+" < /dev/null 2>&1")
			if strings.Contains(said, "not found") {
				continue
			}
			if hint := g.guard.Hint(g.spec, g.work, []byte(said)); code == 0 || !strings.Contains(hint, "enforcement") {
				t.Errorf("%s, %s: exit code %d: %s%s", name, sh, code, said, hint)
			}
		}
	}
}

// TestWhoMissesTheNetworkIsToldWhy takes what programs really say.
func TestWhoMissesTheNetworkIsToldWhy(t *testing.T) {
	all := levels(t)
	all["nothing"] = Level{Why: "simulated"}
	for name, level := range all {
		for _, sh := range []string{
			"bash -c 'echo x > /dev/udp/127.0.0.1/1'",
			"bash -c 'exec 3<>/dev/tcp/127.0.0.1/1'",
			"curl -sS -m 9 http://127.0.0.1:1/",
			"curl -sS -m 9 http://example.org/",
			"git ls-remote git://127.0.0.1/x",
			"git ls-remote https://example.org/x",
			"ssh -o BatchMode=yes -p 1 127.0.0.1 true",
			"ssh -o BatchMode=yes example.org true",
			`/usr/bin/python3 -c 'import socket; socket.create_connection(("127.0.0.1", 1))'`,
			`/usr/bin/python3 -c 'import socket; socket.getaddrinfo("example.org", 80)'`,
			`node -e 'require("http").get("http://127.0.0.1:1/")'`,
			`node -e 'require("http").get("http://example.org/")'`,
			`perl -MIO::Socket::INET -e 'IO::Socket::INET->new("127.0.0.1:1") or die $@'`,
			"wget http://example.org/",
			"busybox ping -c1 127.0.0.1",
		} {
			program, _, _ := strings.Cut(sh, " ")
			if _, err := exec.LookPath(program); err != nil {
				continue
			}
			g := newGround(t, level)
			g.spec.Terms.Network = NoNetwork
			said, code := g.run(inTime(30, "/bin/sh", "-c", sh)...)
			hint := g.guard.Hint(g.spec, g.work, []byte(said))
			if code == 0 || !strings.Contains(hint, `"network"`) || strings.Contains(hint, "/dev/") {
				t.Errorf("%s, %s: exit code %d: %s%s", name, sh, code, said, hint)
			}
			g.spec.Terms.Network = ""
			if hint := g.guard.Hint(g.spec, g.work, []byte(said)); strings.Contains(hint, `"network"`) {
				t.Error(hint)
			}
		}
		g := newGround(t, level)
		g.spec.Terms.Network = NoNetwork
		for _, output := range []string{"socket.c:1:1: error: expected ';'\n", "npm ERR! could not resolve dependency tree\n"} {
			if hint := g.guard.Hint(g.spec, g.work, []byte(output)); hint != "" {
				t.Errorf("%s, %q: %s", name, output, hint)
			}
		}
	}
}
