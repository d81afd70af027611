// Package vcs says what git knows of a workspace. It runs the host's git, on
// repositories that may mean harm: their hooks, filters, drivers, monitors and
// remotes run nothing.
package vcs

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/program"
)

// IsRepository says whether a directory is in a repository's work tree.
func IsRepository(dir string) bool { return topOf(dir) != "" }

// topOf is the directory that has the repository, "" for none.
func topOf(dir string) string {
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			return ""
		}
	}
}

// Repository is a work tree of the host. The zero value knows nothing.
type Repository struct {
	dir   string // of the workspace; what is asked is about it and what is below
	top   string
	git   string // the program
	home  string
	limit time.Duration // of one command; 0 is maxTime
	env   []string
	off   []string // arguments that turn the filters of the repository off
	guard Guard
}

// Guard has the kernel hold a program that is about to start; done is called
// when it has.
type Guard func(cmd *exec.Cmd) (done func(), err error)

// ErrNone says that there is no repository, or no git on the host.
var ErrNone = errors.New("no repository")

// Hold decides on where a repository has its parts, and has git reach nothing
// else: what git reads, it shows, and it could be made to run a program after all.
type Hold func(parts []Part) (Guard, error)

// Open answers the repository of a directory without symbolic links.
// hold is nil where nothing is to hold git.
func Open(ctx context.Context, dir, home string, hold Hold) (*Repository, error) {
	top := topOf(dir)
	if dir == "" || top == "" {
		return nil, ErrNone
	}
	git := program.Find("git", top)
	if git == "" {
		return nil, ErrNone
	}
	r := &Repository{dir: dir, top: top, git: git, home: home}
	if hold != nil {
		guard, err := hold(parts(dir, top))
		if err != nil {
			return nil, err
		}
		r.guard = guard
	}
	r.env = r.environment()
	if err := r.disarm(ctx); err != nil {
		return nil, err
	}
	return r, nil
}

// environment keeps what git needs to find the user's own configuration.
func (r *Repository) environment() []string {
	env := []string{
		"HOME=" + r.home, "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat", "GIT_EDITOR=false",
		"GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "LC_ALL=C",
	}
	for _, name := range []string{"PATH", "XDG_CONFIG_HOME", "USER"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	if r.own() {
		// core.worktree must not show another part of the host.
		env = append(env, "GIT_DIR="+filepath.Join(r.top, ".git"), "GIT_WORK_TREE="+r.top)
	}
	return env
}

// own says whether the repository is the user's. Of another's git decides by
// safe.directory, which it asks only where it finds the repository by itself.
func (r *Repository) own() bool {
	for _, name := range []string{r.top, filepath.Join(r.top, ".git")} {
		info, err := os.Stat(name)
		if err != nil {
			return false
		}
		if stat, ok := info.Sys().(*syscall.Stat_t); !ok || int(stat.Uid) != os.Geteuid() {
			return false
		}
	}
	return true
}
