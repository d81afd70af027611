package policy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReadingAndEditingAreApprovedApart(t *testing.T) {
	p := newPlace(t)
	p.approve(p.outside, Read, true)
	if !p.may(p.question("cat", read(p.outside+"/a"))) || p.may(p.question("rm", edit(p.outside+"/a"))) || p.may(p.question("make", tree(p.outside))) {
		t.Error("an approval for reading is for reading")
	}
	p.approve(p.outside+"/a", Edit, false)
	if !p.may(p.question("rm", edit(p.outside+"/a"))) || p.may(p.question("rm", edit(p.outside+"/b"))) {
		t.Error("an approval of a file is for the file")
	}
	first := p.Approvals("wrk_a")[0].At
	p.wait(time.Hour)
	if wider := p.approve(p.outside, All, true); wider.At != first || len(p.Approvals("wrk_a")) != 2 || !p.may(p.question("make", tree(p.outside))) {
		t.Errorf("%+v", p.Approvals("wrk_a"))
	}
	if len(p.Approvals("wrk_b")) != 0 || p.may(Question{WorkspaceID: "wrk_b", Touches: []Touch{read(p.outside + "/a")}}) {
		t.Error("another workspace has none of it")
	}
}

func TestWhereALinkLeadsWasNotApproved(t *testing.T) {
	p := newPlace(t)
	p.write("outside/dir/x", "else/x")
	p.approve(p.outside+"/dir", All, true)
	if err := errors.Join(os.Rename(p.outside+"/dir", p.outside+"/was"), os.Symlink(p.home+"/else", p.outside+"/dir")); err != nil {
		t.Fatal(err)
	}
	real, _, err := Follow(p.outside + "/dir/x")
	if err != nil || p.may(p.question("cat", read(real))) {
		t.Errorf("%s is granted, %v", real, err)
	}
	for _, rule := range p.Rules("wrk_a", "", AllowAll(p.outside+"/dir/*")) {
		t.Errorf("a rule for %s", rule.Path)
	}
}

func TestAnApprovalExpires(t *testing.T) {
	p := newPlace(t)
	if _, err := p.Approve("wrk_a", Grant{Rule: Rule{p.outside, All, true}, Until: p.clock().Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if !p.may(p.question("ls", tree(p.outside))) || len(p.Rules("wrk_a", "", nil)) != 1 {
		t.Error("it is not in force")
	}
	p.wait(time.Hour)
	if p.may(p.question("ls", tree(p.outside))) || len(p.Rules("wrk_a", "", nil)) != 0 || len(p.Approvals("")) != 0 {
		t.Error("it is in force")
	}
	p.dropExpired()
	if !slices.Equal(p.lapses, []string{p.outside + "/* has expired"}) {
		t.Errorf("%q", p.lapses)
	}
}

func TestApprovalsOfAnEarlierVersionLoad(t *testing.T) {
	p := newPlace(t)
	old := `[{"pattern":"/etc/*","path":"/etc","at":5},{"pattern":"/srv/*/log","at":6},{"pattern":"*","at":7}]`
	if err := os.WriteFile(p.kept+"/approvals/wrk_a.json", []byte(old), 0o600); err != nil {
		t.Fatal(err)
	}
	p.reopen()
	if got := p.Approvals("wrk_a"); len(got) != 2 || got[0].Access != All || !got[0].Tree || got[1].Path != "/srv" || got[1].At != 6 {
		t.Errorf("%+v", got)
	}
	if !p.may(p.question("ls", tree("/etc"))) || !p.may(p.question("cat", read("/srv/x/log"))) || p.may(p.question("cat", read("/srv/x/key"))) {
		t.Error("they grant something else")
	}
	p.approve(p.outside, Read, true)
	p.reopen()
	if got := p.Approvals("wrk_a"); len(got) != 3 || got[2].By != "ann@laptop" || got[2].Access != Read {
		t.Errorf("%+v", got)
	}
}

func TestSecretsAreGrantedByTheirNameOnly(t *testing.T) {
	p := newPlace(t)
	p.write("outside/.env", "outside/.env.example", "outside/.envs/bin/python", "app/.env", "outside/.env.d/x")
	p.approve("/", All, true)
	q := p.question("cat", read(p.home+"/.ssh/config"))
	q.Allow = AllowAll("/*", "*", p.home+"/*", p.home+"/.s*")
	for _, path := range []string{".ssh/config", ".ssh", ".SSH/config", "outside/.env", "outside/.ENV.local", "app/.env", "outside/.aws/credentials", "a/.config/gh/hosts.yml", ".npmrc", ".netrc"} {
		q.Touches = []Touch{read(p.home + "/" + path)}
		if p.may(q) {
			t.Errorf("%s is granted", path)
		}
	}
	for _, path := range []string{"outside/.env.example", "outside/.envs/bin/python", "outside/.env.d", "outside/.npmrc", "outside/a.env", "outside/.environment"} {
		q.Touches = []Touch{read(p.home + "/" + path)}
		if !p.may(q) {
			t.Errorf("%s is not granted", path)
		}
	}
	q.Touches = []Touch{read(p.home + "/.ssh/config")}
	q.Allow = AllowAll(p.home + "/.ssh/*")
	if !p.may(q) {
		t.Error("its name does not grant it")
	}
	q.Allow, q.Touches = nil, []Touch{read(p.home + "/outside/.env")}
	p.approve(p.home+"/outside/.env", Read, false)
	if !p.may(q) || !slices.Contains(p.patterns(), p.outside+"/.env") {
		t.Error("its approval does not grant it")
	}
}

func TestTheStubsOwnFolderIsNeverGranted(t *testing.T) {
	p := newPlace(t)
	own := p.home + "/.stub"
	if _, err := p.Approve("wrk_a", Grant{Rule: Rule{own, All, true}}); code(err) != "stub_folder" {
		t.Error(err)
	}
	p.approve("/", All, true)
	for _, path := range []string{own, own + "/token", own + "/new/thing"} {
		q := p.question("cat", read(path))
		q.Root, q.Allow = p.home, AllowAll("/*", own+"/*")
		if err := p.Permit(context.Background(), q); code(err) != "stub_folder" {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, rule := range p.Rules("wrk_a", "", AllowAll("/*", own+"/*")) {
		if Inside(rule.Path, own) && rule.Tree || Inside(own, rule.Path) {
			t.Errorf("a rule for %s", rule.Path)
		}
	}
}

func TestAWideRuleIsGivenOutAroundSecrets(t *testing.T) {
	p := newPlace(t)
	p.approve(p.home, Read, true)
	var got []string
	for _, rule := range p.Rules("wrk_a", p.work, AllowAll(p.home+"/.ssh/config")) {
		got = append(got, strings.TrimPrefix(rule.Path, p.home)+" "+rule.Access.String())
	}
	slices.Sort(got)
	if want := []string{" read", "/.ssh/config all", "/app all", "/app read", "/outside read"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestAPatternThatMatchesASecretIsNoRuleForIt(t *testing.T) {
	p := newPlace(t)
	p.write(".ssh/id", "outside/.env", "outside/.aws/x")
	if _, err := p.Approve("wrk_a", Grant{Pattern: p.home + "/.*", Rule: Rule{p.home, Read, false}}); err != nil {
		t.Fatal(err)
	}
	wide := AllowAll(p.home+"/.ss?", p.home+"/*/*", p.home+"/out*/.env", p.outside+"/.*", p.home+"/*/.aws/*", p.home+"/.ss?/id")
	for _, rule := range p.Rules("wrk_a", "", wide) {
		if p.Secret(rule.Path) != "" {
			t.Errorf("a rule for %s", rule.Path)
		}
	}
	if rules := p.Rules("wrk_a", "", AllowAll(p.home+"/.ssh/i*")); !slices.Contains(rules, Rule{p.home + "/.ssh/id", All, false}) {
		t.Errorf("its name grants %v", rules)
	}
}

func TestAPatternInADirectoryWithAStarIsNoRuleForAnother(t *testing.T) {
	p := newPlace(t)
	p.write("outside/a*b/x1", "outside/aXb/x1")
	if _, err := p.Approve("wrk_a", Grant{Pattern: p.outside + "/a*b/x?", Rule: Rule{p.outside + "/a*b", Read, false}}); err != nil {
		t.Fatal(err)
	}
	if got, want := p.Rules("wrk_a", "", nil), []Rule{{p.outside + "/a*b/x1", Read, false}}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// Each rule is looked through for secrets.
func TestWhatTheDirectoryGrantsIsNoRuleOfItsOwn(t *testing.T) {
	p := newPlace(t)
	q := p.question("ls", tree(p.home), read(p.home+"/outside/x"), read(p.home+"/outside/.env"))
	q.Root = p.home
	var got []string
	for _, rule := range p.RulesFor(q) {
		got = append(got, strings.TrimPrefix(rule.Path, p.home)+" "+rule.Access.String())
	}
	slices.Sort(got)
	if want := []string{" all", "/outside/.env read"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestWhatIsHiddenIsWhatRulesWouldGrantByTheWay(t *testing.T) {
	p := newPlace(t)
	const deep = "/packages/one/apps/web/config/of/it/.env.production"
	p.write("app/.env", "app/sub/.env.local", "app/node_modules/x/.env", "app/.env.example", "app"+deep)
	rules := p.Rules("wrk_a", p.work, AllowAll(p.work+"/sub/.env.local"))
	if got, want := p.Hidden(rules), []string{p.home + "/.stub", p.work + "/.env", p.work + deep}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := p.Hidden([]Rule{{p.home, All, true}}); !slices.Contains(got, p.home+"/.ssh") {
		t.Errorf("%q", got)
	}
}

func TestOfASecretThatIsNamedInPartTheRestIsHidden(t *testing.T) {
	p := newPlace(t)
	p.write(".ssh/id", ".ssh/keys/a", ".ssh/keys/b", "app/.aws/credentials")
	rules := p.Rules("wrk_a", p.home, AllowAll(p.home+"/.ssh/config", p.home+"/.ssh/keys/a", p.work+"/.aws/*"))
	if got, want := p.Hidden(rules), []string{p.home + "/.stub", p.home + "/.ssh/id", p.home + "/.ssh/keys/b"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for i := range maxBeside {
		p.write(fmt.Sprint(".ssh/", i))
	}
	if got := p.Hidden(rules); !slices.Contains(got, p.home+"/.ssh") {
		t.Errorf("%q", got)
	}
}

func TestThePatternsOfferedAreTheNarrowestThatHelp(t *testing.T) {
	p := newPlace(t)
	request, verdict := p.pend(p.question("x",
		read(p.outside+"/a"), edit(p.outside+"/b"), edit(p.outside+"/new"), tree(p.outside+"/dir"), read(p.home+"/.ssh/config"),
		read(p.outside+"/st*r"), read(p.outside+"/\xff")))
	want := []string{p.outside + "/a", p.outside + "/b", p.outside + "/*", p.outside + "/dir/*", p.home + "/.ssh/config", p.outside + "/st?r", p.outside + "/?"}
	if !slices.Equal(request.Always, want) || !slices.Equal(request.Patterns, want) {
		t.Errorf("%q", request.Always)
	}
	if meta := request.Metadata; len(meta.Touches) != 7 || !strings.Contains(meta.Warning, "/.ssh/config") || !strings.Contains(meta.ParentDir, "SECRETS") {
		t.Errorf("%+v", meta)
	}
	p.reply(request.ID, Always)
	if err := <-verdict; err != nil {
		t.Fatal(err)
	}
	if got := p.Approvals("wrk_a"); got[0].By != "bob@desk, ses_a" || got[0].Access != Read {
		t.Errorf("%+v", got)
	}
	if !p.may(p.question("cat", read(p.outside+"/\xff"), read(p.outside+"/st*r"), edit(p.outside+"/other"))) || p.may(p.question("cat", read(p.outside+"/cc"))) {
		t.Error("something else is approved")
	}
}
