package server

import (
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/vcs"
)

const commitAll = `git add -A && git -c user.name=a -c user.email=a@b commit -qm a`

func TestARepositoryElsewhereIsShownWhereItIsApproved(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	for name, script := range map[string]string{
		"a file that names it":  `echo "gitdir: $OTHER/.git" > .git`,
		"a link to it":          `ln -s "$OTHER/.git" .git`,
		"a common directory":    `git init -q && echo "$OTHER/.git" > .git/commondir`,
		"a pretended work tree": `git init -q x && mv x/.git meta && echo "gitdir: meta" > .git && echo "$OTHER/.git" > meta/commondir && echo "$PWD/.git" > meta/gitdir`,
		"objects of another":    `git init -q && mkdir -p .git/objects/info && echo "$OTHER/.git/objects" > .git/objects/info/alternates`,
		"a link to objects":     `git init -q && rm -r .git/objects && ln -s "$OTHER/.git/objects" .git/objects`,
		"a link to references":  `git init -q && rm -r .git/refs && ln -s "$OTHER/.git/refs" .git/refs`,
	} {
		t.Run(name, func(t *testing.T) {
			s, dir, other := besideARepository(t, script)
			data := s.failure("GET", "/vcs/diff?mode=git&workspace=wrk_app", nil, http.StatusForbidden, "ForbiddenError", "vcs_elsewhere")
			if message, _ := data["message"].(string); !strings.Contains(message, other+"/.git") || !strings.Contains(message, dir) {
				t.Errorf("%v", data)
			}
			for _, path := range []string{"/vcs", "/vcs/status", "/file/status", "/vcs/diff/raw"} {
				s.failure("GET", path+"?workspace=wrk_app", nil, http.StatusForbidden, "ForbiddenError", "vcs_elsewhere")
			}
			s.approve("wrk_app", other+"/*")
			s.call("GET", "/vcs/diff?mode=git&workspace=wrk_app", nil, http.StatusOK, nil)
		})
	}
}

func TestAWorkTreeOfARepositoryElsewhereShowsItsChanges(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	s, _, _ := besideARepository(t, `git -C "$OTHER" worktree add -q -b side "$PWD/tree" && mv tree/.git tree/* . && git -C "$OTHER" worktree repair "$PWD" && echo more >> letter`)
	var info vcs.Info
	s.call("GET", "/vcs?workspace=wrk_app", nil, http.StatusOK, &info)
	var diffs []vcs.FileDiff
	s.call("GET", "/vcs/diff?mode=git&workspace=wrk_app", nil, http.StatusOK, &diffs)
	if info.Branch != "side" || len(diffs) != 2 || diffs[1].File != "letter" {
		t.Errorf("%+v %+v", info, diffs)
	}
}

// besideARepository is a workspace made by a script that knows another
// repository as $OTHER, which nobody approved.
func besideARepository(t *testing.T, script string) (s *testStub, dir, other string) {
	s = newStub(t)
	dir = s.plant(map[string]string{"README": "here\n"})
	other, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-ec", `(cd "$OTHER" && git init -q && echo needle > letter && `+commitAll+`); `+script)
	cmd.Dir, cmd.Env = dir, append(cmd.Environ(), "OTHER="+other)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return s, dir, other
}
