package session

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/events"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

const firstLine = `{"id":"evt_1","type":"session.created.1","seq":0,"aggregateID":"ses_a","data":{"info":{"id":"ses_a"}}}` + "\n"

// FuzzLog opens files with anything in them: what is good is kept, the file is
// good afterwards, and nothing is lost.
func FuzzLog(f *testing.F) {
	for _, tail := range []string{"", "{", "\n", firstLine, `{"seq":1}` + "\n", "null\n", "\x00\x00\x00", firstLine[:20]} {
		f.Add([]byte(firstLine + tail))
		f.Add([]byte(tail))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "ses_a.jsonl")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		damage := &state.Report{}
		s := &Session{info: Info{ID: "ses_a"}, seq: -1}
		if _, err := openLog(path, damage, s.apply); err != nil {
			if len(damage.List()) != 1 {
				t.Fatalf("%v was not reported", err)
			}
			return
		}
		kept, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range damage.List() {
			aside, err := os.ReadFile(d.Path)
			if err != nil {
				t.Fatal(err)
			}
			kept = append(kept, aside...)
		}
		if !bytes.Equal(kept, content) {
			t.Fatalf("of %q there is %q", content, kept)
		}
		again := &Session{info: Info{ID: "ses_a"}, seq: -1}
		if _, err := openLog(path, damage, again.apply); err != nil || again.seq != s.seq || len(damage.List()) > 1 {
			t.Fatalf("opened again: %v, %d then %d", err, s.seq, again.seq)
		}
	})
}

func TestALogThatCannotBeWrittenKeepsItsLastEvent(t *testing.T) {
	l := &log{path: filepath.Join(t.TempDir(), "none", "ses_a.jsonl")}
	if err := l.append([]byte(firstLine), true); err == nil || l.size != 0 {
		t.Errorf("got %v, size %d", err, l.size)
	}
}

func TestReadStopsAtTheSizeOfTheCall(t *testing.T) {
	l := &log{path: filepath.Join(t.TempDir(), "ses_a.jsonl")}
	for range 2 {
		if err := l.append([]byte(firstLine), false); err != nil {
			t.Fatal(err)
		}
	}
	count := 0
	err := l.read(int64(len(firstLine)), func(events.SyncEvent) error {
		count++
		return nil
	})
	if err != nil || count != 1 {
		t.Errorf("got %d events, %v", count, err)
	}
}

func TestWhatIsNoPlainFileIsNoSession(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ses_a.jsonl")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := WorkspaceOf(path); err == nil {
		t.Error("it has a workspace")
	}
	damage, s := &state.Report{}, &Session{info: Info{ID: "ses_a"}, seq: -1}
	if _, err := openLog(path, damage, s.apply); err == nil || len(damage.List()) != 1 {
		t.Errorf("%v, %v", err, damage.List())
	}
}
