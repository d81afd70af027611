package gc

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/install"
)

func TestOldVersionsGoAndThoseInUseStay(t *testing.T) {
	g := newGround(t)
	for _, digit := range []string{"1", "2", "3", "4", "5", "e"} {
		g.version(digit, day)
	}
	g.version("6", 30*time.Minute)
	g.use("1")
	g.hold("")
	g.record("", "2", 1)
	g.record("hosts/other", "3", 1)
	g.put("bin/notes-1.0.0", day, "")
	report := g.collect(func(o *Options) { o.Keep = []string{strings.Repeat("4", 12)} })
	g.expect(report, "bin/"+stub("5"))
	if report.FreedBytes != 10 {
		t.Errorf("freed %d", report.FreedBytes)
	}
	why := map[string]string{}
	for _, one := range report.Kept {
		why[filepath.Base(one.Path)] = one.Why
	}
	for name, want := range map[string]string{
		stub("1"): "it is the version in use", stub("2"): "it runs here", stub("3"): "it runs on other",
		stub("4"): "it was asked to be kept", stub("6"): "it was installed within the last hour",
		stub("e"): "it is what looks for old versions", "notes-1.0.0": "it is not a version of the stub",
	} {
		if why[name] != want {
			t.Errorf("%s: %q, want %q", name, why[name], want)
		}
	}
}

func TestADryRunOnlySaysWhat(t *testing.T) {
	g := newGround(t)
	g.version("1", day)
	g.version("2", day)
	g.use("1")
	g.put("bin/.upload-x", day, "x")
	g.put("hosts/dead/state/lease.json", 91*day, "")
	g.ageAll("hosts/dead", 91*day)
	g.expect(g.collect(func(o *Options) { o.DryRun = true }), "bin/"+stub("2"), "bin/.upload-x", "hosts/dead")
	g.expect(g.collect(), "bin/"+stub("2"), "bin/.upload-x", "hosts/dead")
}

func TestWithoutALinkTheNewestVersionStays(t *testing.T) {
	g := newGround(t)
	g.version("1", 2*day)
	g.version("2", day)
	g.expect(g.collect(), "bin/"+stub("1"))
}

func TestAStubThatStartsMayBeAnyVersion(t *testing.T) {
	g := newGround(t)
	g.version("1", day)
	g.version("2", day)
	g.use("1")
	g.hold("")
	g.expect(g.collect())
}

func TestAnInstallationThatIsUnderWayLosesNothing(t *testing.T) {
	g := newGround(t)
	g.version("1", day)
	g.version("2", day)
	g.use("1")
	release := install.ShareBin(g.files.Bin)
	g.expect(g.collect())
	release()
	g.expect(g.collect(), "bin/"+stub("2"))
}

func TestLeftoversGoWhenTheyAreOld(t *testing.T) {
	g := newGround(t)
	old := []string{"bin/.upload-old", ".tmp-version-1", "state/sessions/.tmp-x-1", "run/.tmp-stub.pid-1", "state/lease.json.damaged-1", "state/sessions/ses_a.jsonl.damaged-5"}
	for _, path := range old {
		g.put(path, 31*day, "x")
		g.put(path+"9", 30*time.Minute, "x")
	}
	for _, path := range []string{"notes.tmp", ".tmp-other", "state/notes", "project/.tmp-x-1", "log/stub.log.damaged-1"} {
		g.put(path, 400*day, "x")
	}
	g.expect(g.collect(), old...)
}

func TestStateOfWorkspacesThatAreGoneGoesWhenNoStubRuns(t *testing.T) {
	g := newGround(t)
	g.put("state/workspaces/wrk_here.json", day, "{}")
	g.put("state/workspaces/wrk_hurt.json.damaged-1", day, "{")
	for _, id := range []string{"wrk_here", "wrk_hurt", "wrk_home", "wrk_gone"} {
		g.put("state/approvals/"+id+".json", 60*day, "[]")
		g.put("state/sessions/ses_"+id+".jsonl", 60*day, sessionLines("ses_"+id, id))
		g.put("state/output/"+id+"/exe_a.txt", day, "x")
		g.put("state/snapshots/"+id+"/objects/.tmp-x", 60*day, "x")
	}
	g.put("state/sessions/ses_none.jsonl", 60*day, sessionLines("ses_none", ""))
	g.put("state/sessions/ses_young.jsonl", day, sessionLines("ses_young", "wrk_gone"))
	g.put("state/sessions/ses_moved.jsonl", 60*day, sessionLines("ses_moved", "wrk_gone")+sessionLines("ses_moved", "wrk_here"))
	g.put("state/sessions/ses_hurt.jsonl", 60*day, "{")
	want := []string{"state/approvals/wrk_gone.json", "state/sessions/ses_wrk_gone.jsonl", "state/output/wrk_gone", "state/snapshots/wrk_gone"}
	t.Run("while one runs", func(t *testing.T) {
		g := g
		g.t = t
		g.hold("")
		g.expect(g.collect())
	})
	g.expect(g.collect(func(o *Options) { o.DryRun = true }), want...)
	g.expect(g.collect(), want...)
}

func sessionLines(sessionID, workspaceID string) string {
	info := map[string]any{"id": sessionID, "workspaceID": workspaceID}
	line, _ := json.Marshal(map[string]any{
		"id": "evt_a", "type": "session.updated.1", "seq": 0, "aggregateID": sessionID, "data": map[string]any{"sessionID": sessionID, "info": info},
	})
	return string(line) + "\n"
}

func (g ground) ageAll(path string, age time.Duration) {
	g.t.Helper()
	_ = filepath.WalkDir(filepath.Join(g.files.Root, path), func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			g.age(path, age)
		}
		return err
	})
}

func TestHostsThatAreLongGoneGo(t *testing.T) {
	g := newGround(t)
	for _, host := range []string{"gone", "used", "runs", "more"} {
		g.put("hosts/"+host+"/state/x", 0, "12345")
		g.put("hosts/"+host+"/run/stub.lock", 0, "")
		g.put("hosts/"+host+"/log/stub.log", 0, "")
	}
	g.put("hosts/more/notes", 0, "")
	g.hold("hosts/runs")
	for _, host := range []string{"gone", "runs", "more"} {
		g.ageAll("hosts/"+host, 91*day)
	}
	g.ageAll("hosts/used", 91*day)
	g.age(filepath.Join(g.files.Root, "hosts/used/log/stub.log"), 89*day)
	report := g.collect()
	g.expect(report, "hosts/gone")
	if report.FreedBytes != 5 {
		t.Errorf("freed %d", report.FreedBytes)
	}
	if _, err := os.Stat(filepath.Join(g.files.Root, "hosts/more/state/x")); err != nil {
		t.Error(err)
	}
}

func TestARootThatIsNotThereIsEmpty(t *testing.T) {
	g := newGround(t)
	if err := os.RemoveAll(g.files.Root); err != nil {
		t.Fatal(err)
	}
	if r := g.collect(); len(r.Removed)+len(r.Kept) != 0 {
		t.Errorf("got %+v", r)
	}
	if _, err := os.Stat(g.files.Root); err == nil {
		t.Error("it was made")
	}
}
