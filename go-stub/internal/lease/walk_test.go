package lease

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// walk holds a table against the model in random steps.
type walk struct {
	*desk
	model model
	rand  *rand.Rand
	made  int
	log   []string
}

func TestTheTableIsAsTheModelInEverySequence(t *testing.T) {
	seeds := 100
	if testing.Short() {
		seeds = 20
	}
	for seed := range seeds {
		w := &walk{
			desk: newDesk(t), model: model{inForce: map[string]modelLease{}, gone: map[string]string{}},
			rand: rand.New(rand.NewPCG(uint64(seed), 7)),
		}
		for range 120 {
			w.move()
			w.check()
			if t.Failed() {
				t.Fatalf("seed %d: %v", seed, w.log)
			}
		}
		w.Close()
	}
}

func (w *walk) move() {
	w.model.expire(w.now())
	switch w.rand.IntN(10) {
	case 0, 1, 2, 3:
		w.tryAcquire()
	case 4:
		w.tryRenew(w.anyID())
	case 5:
		w.tryRelease(w.anyID())
	case 6, 7:
		by := time.Duration(w.rand.IntN(7000)) * time.Millisecond
		w.note("pass %v", by)
		w.pass(by)
	case 8:
		w.step = time.Duration(w.rand.IntN(200)-100) * time.Hour
		w.note("the clock is set by %v", w.step)
	case 9:
		w.crash()
	}
}

func (w *walk) note(format string, args ...any) { w.log = append(w.log, fmt.Sprintf(format, args...)) }

// anyID is mostly one that was there before.
func (w *walk) anyID() string {
	if w.made == 0 || w.rand.IntN(8) == 0 {
		w.made++
		return fmt.Sprint("lse_", w.made)
	}
	return fmt.Sprint("lse_", max(1, w.made-w.rand.IntN(6)))
}

func (w *walk) tryAcquire() {
	r := Request{
		ID: w.anyID(), Mode: []string{Exclusive, Shared}[w.rand.IntN(2)], Holder: holder([]string{"a", "b", "c"}[w.rand.IntN(3)]),
		TTLMs: minTTLMs + int64(w.rand.IntN(3000)), Steal: w.rand.IntN(4) == 0,
	}
	for id := range w.model.inForce {
		if w.rand.IntN(4) == 0 {
			r.Replaces = append(r.Replaces, id)
		}
	}
	if known, ok := w.model.inForce[r.ID]; ok {
		r = known.Request // a retry
	}
	w.note("acquire %+v", r)
	grant, err := w.Acquire(r)
	code := w.model.acquire(r, grant.Lease.Fence, w.now())
	w.same(err, code)
	if err == nil && grant.Lease.Fence != w.model.inForce[r.ID].fence {
		w.t.Errorf("fence %d", grant.Lease.Fence)
	}
}

func (w *walk) tryRenew(id string) {
	w.note("renew %s", id)
	_, err := w.Renew(id)
	_, ok := w.model.inForce[id]
	switch {
	case ok:
		w.model.renew(id, w.now())
		w.same(err, "")
	case w.model.gone[id] != "":
		w.same(err, w.model.gone[id])
	default:
		w.same(err, "lease_unknown")
	}
}

func (w *walk) tryRelease(id string) {
	w.note("release %s", id)
	w.same(w.Release(id), "")
	if w.model.gone[id] == "" {
		w.model.lose(id, "lease_released")
	}
}

// crash ends the stub: at rest, before the write of a request, or after it and
// before its answer.
func (w *walk) crash() {
	if w.rand.IntN(2) == 0 {
		w.crashInRequest()
	}
	w.note("restart")
	w.restart()
	for id := range w.model.inForce {
		w.model.renew(id, w.now())
	}
}

func (w *walk) crashInRequest() {
	write, crashed, written := w.write, errors.New("crashed"), w.rand.IntN(2) == 0
	fence := int64(0)
	w.Table.write = func(path string, v any) error {
		if written {
			if err := write(path, v); err != nil {
				return err
			}
		}
		fence = v.(snapshot).Fence
		return crashed
	}
	w.made++
	r := Request{ID: fmt.Sprint("lse_", w.made), Mode: Exclusive, Holder: holder("a"), TTLMs: minTTLMs, Steal: true}
	w.note("crash in acquire %+v, written: %v", r, written)
	if _, err := w.Acquire(r); !errors.Is(err, crashed) {
		w.t.Errorf("got %v", err)
	}
	if written {
		w.model.acquire(r, fence, w.now())
	}
}

func (w *walk) same(err error, code string) {
	var f *fault.Error
	switch {
	case err == nil && code == "":
	case errors.As(err, &f) && f.Code == code:
	default:
		w.t.Errorf("got %v, the model says %q", err, code)
	}
}

// check compares what is in force, and holds what must never be otherwise.
func (w *walk) check() {
	w.model.expire(w.now())
	list := w.List()
	exclusive := 0
	for _, l := range list {
		want, ok := w.model.inForce[l.ID]
		if !ok || want.Mode != l.Mode || want.Holder != l.Holder || want.fence != l.Fence {
			w.t.Errorf("in force is %+v, the model has %+v", l, want)
		}
		if l.Mode == Exclusive {
			exclusive++
		}
		if _, lost := w.model.gone[l.ID]; lost {
			w.t.Errorf("%s came back", l.ID)
		}
	}
	if len(list) != len(w.model.inForce) || exclusive > 1 || exclusive == 1 && len(list) > 1 {
		w.t.Errorf("in force are %+v", list)
	}
	if !slices.IsSorted(w.model.fences) || len(slices.Compact(slices.Clone(w.model.fences))) != len(w.model.fences) {
		w.t.Errorf("fences %v", w.model.fences)
	}
}
