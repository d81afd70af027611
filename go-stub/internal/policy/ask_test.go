package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestOnceIsOneOperationOfOneSession(t *testing.T) {
	p := newPlace(t)
	q := p.question("cat a", read(p.outside+"/a"))
	request, verdict := p.pend(q)
	p.reply(request.ID, Once)
	if err := <-verdict; err != nil || p.may(q) {
		t.Errorf("%v, and granted for more: %v", err, p.may(q))
	}
	fail := q
	fail.Fail, fail.Key = true, "k"
	if err := p.Permit(context.Background(), fail); code(err) != "permission_required" {
		t.Fatal(err)
	}
	p.reply(p.List("")[0].ID, Once)
	for _, other := range []func(*Question){
		func(q *Question) { q.SessionID = "ses_b" }, func(q *Question) { q.Key = "other" }, func(q *Question) { q.Command = "cat a; make" },
		func(q *Question) { q.Touches = []Touch{read(p.outside + "/b")} }, func(q *Question) { q.Touches = []Touch{edit(p.outside + "/a")} },
	} {
		changed := fail
		other(&changed)
		if err := p.Permit(context.Background(), changed); code(err) != "permission_required" {
			t.Errorf("%+v: %v", changed, err)
		}
	}
	if err := p.Permit(context.Background(), fail); err != nil {
		t.Error(err)
	}
	if err := p.Permit(context.Background(), fail); code(err) != "permission_required" {
		t.Errorf("a second time: %v", err)
	}
}

func TestAStormOfQuestionsIsFoldedIntoOne(t *testing.T) {
	p := newPlace(t)
	first, verdict := p.pend(p.question("cat a", read(p.outside+"/a")))
	const many = 50
	verdicts, asked := make(chan error, many), make(chan Request, many)
	for i := range many {
		q := p.question(fmt.Sprint("cat ", i), read(fmt.Sprint(p.outside, "/x", i)))
		q.Asked = func(r Request) { asked <- r }
		go func() { verdicts <- p.Permit(context.Background(), q) }()
	}
	eventually(t, "all of them wait", func() bool {
		p.Policy.mu.Lock()
		defer p.Policy.mu.Unlock()
		return len(p.pending) == 1 && len(p.pending[0].next) == many
	})
	p.reply(first.ID, Once)
	if err := <-verdict; err != nil {
		t.Error(err)
	}
	second := <-asked
	if open := p.List(""); len(open) != 1 || len(second.Patterns) != many || strings.Count(second.Metadata.Command, "\n") != many-1 {
		t.Errorf("%d are open, about %d", len(open), len(second.Patterns))
	}
	p.reply(second.ID, Once)
	for range many {
		if err := <-verdicts; err != nil {
			t.Error(err)
		}
	}
	if len(p.List("")) != 0 || p.may(p.question("cat", read(p.outside+"/x1"))) {
		t.Error("something stays")
	}
}

func TestARejectionIsTheAnswerToWhatWaitsBehindIt(t *testing.T) {
	p := newPlace(t)
	first, verdict := p.pend(p.question("cat a", read(p.outside+"/a")))
	behind := make(chan error, 1)
	go func() { behind <- p.Permit(context.Background(), p.question("cat b", read(p.outside+"/b"))) }()
	eventually(t, "it waits", func() bool {
		p.Policy.mu.Lock()
		defer p.Policy.mu.Unlock()
		return len(p.pending[0].next) == 1
	})
	p.reply(first.ID, Reject)
	for _, err := range []error{<-verdict, <-behind} {
		if code(err) != "permission_denied" || !strings.Contains(err.Error(), "because") {
			t.Error(err)
		}
	}
}

func TestAnAlwaysAnswersWhatItCovers(t *testing.T) {
	p := newPlace(t)
	other := p.question("cat a", read(p.outside+"/a"))
	other.SessionID = "ses_b"
	_, covered := p.pend(other)
	request, verdict := p.pend(p.question("make", tree(p.outside)))
	p.reply(request.ID, Always)
	if err := <-verdict; err != nil {
		t.Error(err)
	}
	if err := <-covered; err != nil || len(p.List("")) != 0 {
		t.Error(err, p.List(""))
	}
}

func TestAQuestionEndsWithWhoeverAsks(t *testing.T) {
	p := newPlace(t)
	for name, end := range map[string]func() error{
		"workspace": func() error { return p.Forget("wrk_a") },
		"session":   func() error { p.ForgetSession("ses_a"); return nil },
	} {
		_, verdict := p.pend(p.question("cat a", read(p.outside+"/a")))
		if err := end(); err != nil {
			t.Fatal(err)
		}
		if err := <-verdict; code(err) != "permission_denied" || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	q := p.question("cat a", read(p.outside+"/a"))
	q.Fail = true
	_ = p.Permit(context.Background(), q)
	p.wait(patience + time.Second)
	if open := p.List(""); len(open) != 0 {
		t.Errorf("%+v", open)
	}
}

func TestWhatIsTakenBackWasGrantedBefore(t *testing.T) {
	p := newPlace(t)
	p.approve(p.outside, All, true)
	granted := false
	q := p.question("ls", tree(p.outside))
	q.Granted = func() { granted = true }
	if err := p.Permit(context.Background(), q); err != nil || !granted {
		t.Error(err, granted)
	}
	gone, ended, err := p.Revoke("wrk_a", p.outside+"/*")
	if err != nil || len(gone) != 1 || ended != 1 || p.may(q) || !slices.Equal(p.lapses, []string{p.outside + "/* was revoked"}) {
		t.Errorf("%+v %d %v %q", gone, ended, err, p.lapses)
	}
}

func TestAPatternThatMatchesNothingIsNoRule(t *testing.T) {
	p := newPlace(t)
	for pattern, want := range map[string]int{
		p.outside + "/*": 1, p.outside + "/a": 1, p.outside + "/?": 2, p.home + "/outs*/a": 1, p.outside + "/../outside/*": 0, "outside/*": 0, "*": 0,
		p.outside + "//*": 0, p.home + "/.stub/*": 0, p.home + "/.ssh/*": 1, p.outside + "/[a]*": 0,
	} {
		if got := p.Rules("wrk_a", "", AllowAll(pattern)); len(got) != want {
			t.Errorf("%s: %+v", pattern, got)
		}
	}
}

func TestRulesHaveWhatWasAskedAbout(t *testing.T) {
	p := newPlace(t)
	q := p.question("x", read(p.outside+"/a"), edit(p.outside+"/new/x"), read(p.home+"/.ssh/config"))
	got := p.RulesFor(q)
	for _, want := range []Rule{{p.work, All, true}, {p.outside + "/a", Read, false}, {p.outside + "/new", Edit, true}, {p.home + "/.ssh/config", Read, false}} {
		if !slices.Contains(got, want) {
			t.Errorf("%+v is not in %+v", want, got)
		}
	}
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(40 * time.Second); !is(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("never: ", what)
		}
	}
}

func TestALineForAPersonNamesSecretsAndWhatIsUnknown(t *testing.T) {
	p := newPlace(t)
	var touches []Touch
	for i := range 20 {
		touches = append(touches, read(fmt.Sprintf("%s/%d", p.outside, i)))
	}
	q := p.question("x", append(touches, read(p.home+"/.ssh/config"))...)
	q.Unknown = []string{"$(next)", strings.Repeat("$(x)", 100), "a", "b"}
	request, _ := p.pend(q)
	line := request.Metadata.ParentDir
	if !strings.Contains(line, "/.ssh/config (read; SECRETS), and 14 more; and what cannot be told of $(next), $(x)$(x)") || !strings.HasSuffix(line, "…, 2 more") || len(line) > 1000 {
		t.Errorf("%s", line)
	}
	if len(request.Metadata.Touches) != 21 || len(request.Metadata.Unknown) != 4 {
		t.Errorf("%+v", request.Metadata)
	}
}
