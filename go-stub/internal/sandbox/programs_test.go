package sandbox

import (
	"os/exec"
	"strings"
	"testing"
)

// programs are what work on a host is done with.
var programs = []struct{ name, sh, says string }{
	{"sh", `echo ok > f; cat f; rm f; pwd`, "ok"},
	{"bash", `bash -c 'a=(1 2); cat <<< "${a[1]}"; cat <(echo ok)'`, "ok"},
	{"git", `git init -q r && cd r && echo a > f && git add . && git -c user.name=a -c user.email=a@b commit -qm ok && git log --format=%s && git status --short`, "ok"},
	{"python3", `python3 -c 'import tempfile,sqlite3,ssl,multiprocessing as m; tempfile.TemporaryFile(); m.Lock(); print("ok", len(ssl.create_default_context().get_ca_certs())>=0)'`, "ok"},
	{"node", `node -e 'require("fs").mkdtempSync(require("os").tmpdir()+"/x"); console.log("ok", require("child_process").execSync("echo in it").toString())'`, "ok"},
	{"npm", `npm --version && echo '{"name":"x","scripts":{"t":"echo ok"}}' > package.json && npm run -s t`, "ok"},
	{"gcc", `printf '#include <stdio.h>\nint main(){puts("ok");}' > a.c && gcc a.c -o a && ./a`, "ok"},
	{"go", `printf 'module x\n\ngo 1.24\n' > go.mod; printf 'package main\nfunc main(){println("ok")}\n' > main.go; go run .`, "ok"},
	{"perl", `perl -e 'use File::Temp; File::Temp->new; print "ok\n"'`, "ok"},
	{"tmux", `TERM=xterm tmux -S "$TMPDIR/s" -f /dev/null new-session -d 'echo ok > f; sleep 5'; sleep 1; cat f; tmux -S "$TMPDIR/s" kill-server`, "ok"},
	{"script", `script -qec 'tty >/dev/null && echo ok' /dev/null`, "ok"},
	{"ssh", `ssh -V 2>&1; ssh -o BatchMode=yes -o ConnectTimeout=2 -p 1 127.0.0.1 true 2>&1 | grep -i 'refused\|timed out' && echo ok`, "ok"},
	{"curl", `curl --version >/dev/null; curl -s -m 2 http://127.0.0.1:1/; [ $? = 7 ] && echo ok`, "ok"},
	{"apt", `apt list bash 2>/dev/null | grep -c bash && echo ok`, "ok"},
	{"man", `man -P cat ls 2>&1 | head -3; echo ok`, "ok"},
	{"vim", `vim -es -u NONE -c 'normal iok' -c 'wq! f' </dev/null; cat f`, "ok"},
	{"make", `printf 'all:\n\t@echo ok\n' > Makefile; make -s`, "ok"},
	{"tar", `echo ok > f; tar czf f.tgz f && rm f && tar xzf f.tgz && cat f`, "ok"},
	{"ps", `ps -o pid,comm | grep -c ps && echo ok`, "ok"},
	{"locale", `locale >/dev/null && date && echo ok`, "ok"},
	{"getent", `grep -q ^root: /etc/passwd && getent passwd root && getent hosts localhost && echo ok`, "ok"},
	{"find", `mkdir -p a/b; touch a/b/ok; find . -name ok -print0 | xargs -0 ls; mv a c; mv c/b/ok ok; ls ok`, "ok"},
	{"rg", `echo ok > f; rg -n ok`, "ok"},
}

func TestProgramsWorkInTheirWorkspace(t *testing.T) {
	for _, p := range programs {
		t.Run(p.name, func(t *testing.T) {
			if _, err := exec.LookPath(p.name); err != nil {
				t.Skip(err)
			}
			for _, level := range levels(t) {
				// A build from nothing takes long, and differs in nothing.
				if p.name == "go" && level.Mounts != Current().Mounts {
					continue
				}
				g := newGround(t, level)
				if got, code := g.run(inTime(60, "/bin/sh", "-c", p.sh)...); !strings.Contains(got, p.says) {
					t.Errorf("mounts %d: exit code %d: %s", level.Mounts, code, got)
				}
			}
		})
	}
}
