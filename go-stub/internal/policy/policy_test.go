package policy

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// place is a policy with a home, a workspace and a neighbour on a real disk.
type place struct {
	*Policy
	t                         testing.TB
	home, work, outside, kept string

	mu     sync.Mutex
	now    time.Time
	lapses []string
}

func newPlace(t testing.TB) *place {
	t.Helper()
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	p := &place{t: t, home: home, work: home + "/app", outside: home + "/outside", kept: t.TempDir(), now: time.Now()}
	for _, dir := range []string{p.work, p.outside, home + "/.ssh", home + "/.stub/state"} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	p.write("outside/a", "outside/b", ".ssh/config", ".stub/token")
	p.reopen()
	return p
}

func (p *place) write(names ...string) {
	p.t.Helper()
	for _, name := range names {
		path := filepath.Join(p.home, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
			p.t.Fatal(err)
		}
	}
}

// reopen is what a restart of the stub does.
func (p *place) reopen() {
	p.t.Helper()
	opened, err := New(Config{
		StateDir: p.kept, Home: p.home, Own: []string{p.home + "/.stub"}, Damage: &state.Report{},
		Announce: func(string, string, any) {}, Now: p.clock,
		Lapsed: func(gone []Approved, why string) int {
			p.mu.Lock()
			defer p.mu.Unlock()
			for _, one := range gone {
				p.lapses = append(p.lapses, one.Pattern+" "+why)
			}
			return len(gone)
		},
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(opened.Close)
	p.Policy = opened
}

func (p *place) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *place) wait(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
}

func (p *place) question(command string, touches ...Touch) Question {
	return Question{WorkspaceID: "wrk_a", SessionID: "ses_a", Root: p.work, Command: command, Touches: WithMade(touches)}
}

func read(path string) Touch { return Touch{Path: path, Requested: path, Access: Read} }
func edit(path string) Touch { return Touch{Path: path, Requested: path, Access: Edit} }
func tree(path string) Touch { return Touch{Path: path, Requested: path, Access: All, Tree: true} }

func (p *place) approve(path string, access Access, isTree bool) Approved {
	p.t.Helper()
	got, err := p.Approve("wrk_a", Grant{Rule: Rule{path, access, isTree}, By: "ann@laptop"})
	if err != nil {
		p.t.Fatal(err)
	}
	return got
}

// may says whether all of it is granted without a question.
func (p *place) may(q Question) bool {
	missing, err := p.Missing(q)
	return err == nil && len(missing) == 0
}

// pend asks, and answers the one request that is open then and the verdict to come.
func (p *place) pend(q Question) (Request, <-chan error) {
	p.t.Helper()
	asked, verdict := make(chan Request, 1), make(chan error, 1)
	q.Asked = func(r Request) { asked <- r }
	go func() { verdict <- p.Permit(context.Background(), q) }()
	select {
	case request := <-asked:
		return request, verdict
	case err := <-verdict:
		p.t.Fatalf("not asked: %v", err)
	case <-time.After(40 * time.Second):
		p.t.Fatal("not asked")
	}
	return Request{}, nil
}

func (p *place) reply(id, reply string) {
	p.t.Helper()
	if err := p.Reply(id, reply, "because", "bob@desk"); err != nil {
		p.t.Fatal(err)
	}
}

func code(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Code
	}
	return ""
}

func (p *place) patterns() []string {
	var list []string
	for _, one := range p.Approvals("wrk_a") {
		list = append(list, one.Pattern)
	}
	slices.Sort(list)
	return list
}
