package exec

import (
	"context"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
)

// openGate lets everybody into one directory.
type openGate string

func (g openGate) Enter(context.Context, Ask) (Entry, error) { return Entry{Dir: string(g)}, nil }

func TestACommandThatIsKilledWhileItStartsEnds(t *testing.T) {
	created := make(chan *Command, 1)
	asked := 0
	table := NewTable(openGate(t.TempDir()), func(_ string, enter func(*lease.Holder) error) error {
		if asked++; asked == 2 { // the last look before it starts
			c := <-created
			c.Kill(unix.SIGTERM, 0)
		}
		return enter(nil)
	}, time.Now)
	c, err := table.Create(Spec{Command: "exec sleep 100"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Detach()
	created <- c
	select {
	case <-c.Done():
	case <-time.After(40 * time.Second):
		t.Fatal("it runs on")
	}
	if s := c.Status(); !s.Killed || s.Signal == nil || *s.Signal != "SIGTERM" {
		t.Errorf("got %+v", s)
	}
}
