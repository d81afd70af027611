package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestQuestionsThatAreOpenAreBounded(t *testing.T) {
	p := newPlace(t)
	ask := func(i int) error {
		q := p.question("cat", read(fmt.Sprint("/srv/", i, "/x")))
		q.SessionID, q.Fail = "", true
		return p.Permit(context.Background(), q)
	}
	for i := range 3 * maxOpen {
		if err := ask(i); code(err) != "permission_required" {
			t.Fatal(err)
		}
	}
	if open := p.List("wrk_a"); len(open) != maxOpen || open[0].Metadata.Path != fmt.Sprint("/srv/", 2*maxOpen, "/x") {
		t.Errorf("%d are open", len(open))
	}
	ctx, cancel := context.WithCancel(context.Background())
	for i := range maxOpen {
		q := p.question("cat", read(fmt.Sprint("/opt/", i, "/x")))
		go func() { _ = p.Permit(ctx, q) }()
	}
	eventually(t, "all of them are asked", func() bool {
		return !slices.ContainsFunc(p.List(""), func(r Request) bool { return r.SessionID == "" })
	})
	if err := ask(0); code(err) != "too_many_questions" || !strings.Contains(err.Error(), "wrk_a") {
		t.Error(err)
	}
	q := p.question("cat", read("/srv/x"))
	q.WorkspaceID, q.Fail = "wrk_b", true
	if err := p.Permit(context.Background(), q); code(err) != "permission_required" {
		t.Errorf("another workspace: %v", err)
	}
	cancel()
	eventually(t, "they are withdrawn", func() bool { return len(p.List("wrk_a")) == 0 })
}

func TestQuestionsOfAllWorkspacesAreBoundedTogether(t *testing.T) {
	p := newPlace(t)
	ask := func(i int, text string) error {
		q := p.question(text, read(fmt.Sprint("/srv/", i, "/x")))
		q.WorkspaceID, q.SessionID, q.Fail = fmt.Sprint("wrk_", i/maxOpen), fmt.Sprint("ses_", i), true
		return p.Permit(context.Background(), q)
	}
	for i := range maxOpenAll + 100 {
		if err := ask(i, "cat"); code(err) != "permission_required" {
			t.Fatal(i, err)
		}
	}
	open := p.List("")
	if len(open) != maxOpenAll || open[0].SessionID != "ses_100" {
		t.Errorf("%d are open, the oldest of %s", len(open), open[0].SessionID)
	}
	p.reply(open[1000].ID, Once)
	if err := ask(1100, "cat"); err != nil {
		t.Errorf("what was answered among many: %v", err)
	}
	const large = 1 << 20
	for i := range 40 {
		if err := ask(100_000+i*maxOpen, strings.Repeat("x", large)); code(err) != "permission_required" {
			t.Fatal(err)
		}
	}
	size := 0
	for _, one := range p.List("") {
		size += len(one.Metadata.Command)
	}
	if size > maxOpenBytes || size < maxOpenBytes-4*large {
		t.Errorf("%d bytes are kept", size)
	}
	if err := ask(200_000, strings.Repeat("x", maxOpenBytes)); code(err) != "too_many_questions" {
		t.Error(err)
	}
}

func TestQuestionsThatAreWaitedForGiveWayToNobody(t *testing.T) {
	p := newPlace(t)
	ctx, cancel := context.WithCancel(context.Background())
	for i := range maxOpenAll {
		q := p.question("cat", read(fmt.Sprint("/srv/", i, "/x")))
		q.WorkspaceID, q.SessionID = fmt.Sprint("wrk_", i/maxOpen), fmt.Sprint("ses_", i)
		go func() { _ = p.Permit(ctx, q) }()
	}
	eventually(t, "all of them are asked", func() bool { return len(p.List("")) == maxOpenAll })
	q := p.question("cat", read("/opt/x"))
	q.WorkspaceID = "wrk_new"
	if err := p.Permit(context.Background(), q); code(err) != "too_many_questions" {
		t.Error(err)
	}
	p.reply(p.List("")[maxOpenAll/2].ID, Reject)
	if err := p.Permit(t.Context(), func() Question { q.Fail = true; return q }()); code(err) != "permission_required" {
		t.Error(err)
	}
	cancel()
	eventually(t, "they are withdrawn", func() bool { return len(p.List("")) == 1 })
}

func TestCallersOfOneRequestThatDoNotWaitAreBounded(t *testing.T) {
	p := newPlace(t)
	for i := range maxFolded + 1 {
		q := p.question("cat", read("/srv/x"))
		q.Fail, q.Key = true, fmt.Sprint(i)
		want := "permission_required"
		if i == maxFolded {
			want = "too_many_questions"
		}
		if err := p.Permit(context.Background(), q); code(err) != want {
			t.Fatal(i, err)
		}
	}
}
