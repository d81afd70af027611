package session

import (
	"fmt"
	"time"
	"unicode/utf8"
)

// What a shell command's output may cost in events. Let n be the output's
// length: durable updates come when it has doubled and hold at most keptOutput,
// so together they hold less than twice that; plain ones hold the newest
// previewSize, and their sum stays within a fixed multiple of n, but for one a
// second while output comes.
const (
	keptOutput    = 256 << 10
	previewSize   = 8 << 10
	previewBudget = 64 << 10
	budgetFactor  = 4
	quickInterval = 100 * time.Millisecond
	slowInterval  = time.Second
)

// output collects what a command prints and says when it is worth an event.
type output struct {
	text    []byte // the newest keptOutput, or up to twice that
	total   int64
	shown   int64 // total at the last event of either kind
	durable int64 // total at the last durable one
	spent   int64 // bytes of plain events
	last    time.Time
}

func (o *output) add(data []byte) {
	o.total += int64(len(data))
	if len(data) > keptOutput {
		data = data[len(data)-keptOutput:]
	}
	o.text = append(o.text, data...)
	if len(o.text) > 2*keptOutput {
		o.text = append(o.text[:0], o.text[len(o.text)-keptOutput:]...)
	}
}

// kind of event that is due.
type due int

const (
	nothing due = iota
	plain
	durable
)

// next says what to send now and, for nothing, how long to wait before asking
// again (0: until there is more output).
func (o *output) next(now time.Time) (due, time.Duration) {
	if o.total == o.shown {
		return nothing, 0
	}
	interval := quickInterval
	if o.spent > previewBudget+budgetFactor*o.total {
		interval = slowInterval
	}
	if wait := interval - now.Sub(o.last); wait > 0 && !o.last.IsZero() {
		return nothing, wait
	}
	if o.total >= 2*o.durable && o.durable < keptOutput {
		return durable, 0
	}
	return plain, 0
}

func (o *output) sent(kind due, now time.Time) {
	o.shown, o.last = o.total, now
	if kind == durable {
		o.durable = o.total
	} else {
		o.spent += min(o.total, previewSize)
	}
}

func (o *output) kept() string    { return o.tail(keptOutput) }
func (o *output) preview() string { return o.tail(previewSize) }

// tail answers the newest size bytes from the start of a character on, and
// says what is missing.
func (o *output) tail(size int) string {
	if o.total <= int64(size) {
		return string(o.text)
	}
	text := o.text[max(0, len(o.text)-size):]
	for i := 0; i < utf8.UTFMax && len(text) > 0 && !utf8.RuneStart(text[0]); i++ {
		text = text[1:]
	}
	return fmt.Sprintf("[%d bytes of earlier output are not kept here; run the command with > FILE to have all of it]\n%s", o.total-int64(len(text)), text)
}
