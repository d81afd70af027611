package session

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// cost counts the bytes of output that go into events while size bytes come in
// chunks, with a pause after each.
func cost(size, chunk int, pause time.Duration) int {
	o := &output{}
	now := time.UnixMilli(1795369758590)
	data := bytes.Repeat([]byte{'x'}, chunk)
	sum := 0
	for range size / chunk {
		o.add(data)
		now = now.Add(pause)
		switch kind, _ := o.next(now); kind {
		case durable:
			sum += len(o.kept())
			o.sent(kind, now)
		case plain:
			sum += len(o.preview())
			o.sent(kind, now)
		}
	}
	return sum
}

func TestTheCostOfEventsGrowsWithTheOutput(t *testing.T) {
	for _, pause := range []time.Duration{0, time.Millisecond, 20 * time.Millisecond} {
		for _, size := range []int{1 << 20, 10 << 20} {
			if got := cost(size, 100, pause); got > 6*size+1<<20 {
				t.Errorf("%d bytes with pauses of %v cost %d", size, pause, got)
			}
		}
	}
}

func TestEventsAreAtLeastAnIntervalApart(t *testing.T) {
	o := &output{}
	now := time.UnixMilli(1795369758590)
	o.add([]byte("a"))
	if kind, _ := o.next(now); kind != durable {
		t.Fatalf("the first output is %v", kind)
	}
	o.sent(durable, now)
	o.add([]byte("bcd"))
	if kind, wait := o.next(now.Add(time.Millisecond)); kind != nothing || wait != quickInterval-time.Millisecond {
		t.Errorf("got %v, wait %v", kind, wait)
	}
	if kind, _ := o.next(now.Add(quickInterval)); kind != durable {
		t.Errorf("doubled output is %v", kind)
	}
}

func TestOutputPastTheBoundKeepsItsEndAndSaysSo(t *testing.T) {
	o := &output{}
	for range 3 {
		o.add(bytes.Repeat([]byte("ä"), keptOutput/2))
	}
	o.add([]byte("end"))
	got := o.kept()
	if !strings.HasSuffix(got, "äend") || !strings.HasPrefix(got, "[") || len(got) > keptOutput+100 || strings.ToValidUTF8(got, "") != got {
		t.Errorf("got %d bytes: %.60s…", len(got), got)
	}
}
