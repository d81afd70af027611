package policy

import (
	"context"
	"os"
	"slices"
	"testing"
)

// What a person was shown stays what is granted, whatever comes or goes.
func TestAFileThatGoesMakesNoAnswerWider(t *testing.T) {
	p := newPlace(t)
	file := p.outside + "/file"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	q := p.question("echo > file", edit(file))
	request, verdict := p.pend(q)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	p.reply(request.ID, Always)
	if err := <-verdict; err != nil {
		t.Fatal(err)
	}
	for _, one := range p.Approvals("") {
		if one.Pattern != file || one.Tree {
			t.Errorf("%s was shown, and %+v approved", request.Patterns, one)
		}
	}
	all := Rule{p.outside, Edit, true}
	if rules := p.RulesFor(q); slices.Contains(rules, all) {
		t.Errorf("granted: %v", rules)
	}
	// A file alone was approved, and its directory has to be.
	q.Touches = WithMade(q.Touches)
	q.Fail = true
	if err := p.Permit(context.Background(), q); code(err) != "permission_required" || p.List("")[0].Patterns[0] != p.outside+"/*" {
		t.Errorf("%v, %v", err, p.List(""))
	}
	p.reply(p.List("")[0].ID, Always)
	if err := p.Permit(context.Background(), q); err != nil || !slices.Contains(p.RulesFor(q), all) {
		t.Errorf("%v, granted: %v", err, p.RulesFor(q))
	}
}

func TestAPatternOfFilesGrantsNotTheirDirectory(t *testing.T) {
	p := newPlace(t)
	q := p.question("echo > new.txt", edit(p.outside+"/new.txt"))
	q.Allow, q.Fail = AllowAll(p.outside+"/*.txt"), true
	if err := p.Permit(context.Background(), q); code(err) != "permission_required" {
		t.Errorf("%v, granted: %v", err, p.RulesFor(q))
	}
}
