package search

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/ignore"
)

// TextQuery is a question for lines.
type TextQuery struct {
	Root    string // absolute, without symlinks
	Home    string // of the user, for git's global rules
	Pattern string
	Limit   int
	Ripgrep string // the program, "" for this package's own engine
	File    string // in Root, the only one that is searched; "" for all
	Include string // what the names of files match, as ripgrep's --glob; "" for any
	MaxText int    // of a line, in UTF-16 units; 0 is OpenCode's bound
	// MayRead says whether what is in a file may be answered; nil for all.
	MayRead func(path string) bool
}

// maxTime ends a search; what was found by then is answered.
const maxTime = 60 * time.Second

// Grep answers lines that match, at most Limit of them, by path and line. Of
// more matches it answers those that it came upon first. A pattern that cannot
// be read is a BadRequest.
func Grep(ctx context.Context, q TextQuery) ([]Match, error) {
	matches, _, err := grep(ctx, q)
	return matches, err
}

// grep also answers whether a part was not searched.
func grep(ctx context.Context, q TextQuery) ([]Match, bool, error) {
	search, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	take := &taker{limit: q.Limit, maxText: cmp.Or(q.MaxText, maxText), enough: cancel, all: []Match{}}
	if q.MayRead != nil && q.File == "" {
		take.mayRead = func(name string) bool { return q.MayRead(filepath.Join(q.Root, name)) }
	}
	var err error
	if q.Ripgrep != "" {
		err = ripgrep(search, q, take)
	} else {
		err = ownGrep(search, q, take)
	}
	if ctx.Err() != nil {
		return nil, false, ctx.Err()
	}
	if err != nil && search.Err() == nil {
		return nil, false, err
	}
	late := errors.Is(search.Err(), context.DeadlineExceeded)
	sort.Slice(take.all, func(i, j int) bool {
		a, b := &take.all[i], &take.all[j]
		return a.Path.Text < b.Path.Text || a.Path.Text == b.Path.Text && a.Line < b.Line
	})
	return take.all, late || take.partial.Load(), nil
}

// taker collects matches until there are enough.
type taker struct {
	limit   int
	maxText int
	enough  context.CancelFunc
	partial atomic.Bool // something could not be read

	mayRead func(name string) bool // nil for all

	mu      sync.Mutex
	all     []Match
	readers map[string]bool // what mayRead said
}

func (t *taker) takes(name string) bool {
	if t.mayRead == nil {
		return true
	}
	if t.readers == nil {
		t.readers = map[string]bool{}
	}
	may, known := t.readers[name]
	if !known {
		may = t.mayRead(name)
		t.readers[name] = may
	}
	return may
}

func (t *taker) add(m Match) {
	m.Lines.Text = cutText(m.Lines.Text, t.maxText)
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.all) >= t.limit || !t.takes(m.name) {
		return
	}
	if t.all = append(t.all, m); len(t.all) == t.limit {
		t.enough()
	}
}

func ownGrep(ctx context.Context, q TextQuery, take *taker) error {
	wanted, err := compile(q.Pattern)
	if err != nil {
		return err
	}
	override, err := ignore.NewOverride(q.Include)
	if err != nil {
		return fault.Bad("include", "invalid_pattern", "%v.", err)
	}
	readers := make([]*reader, workers())
	for i := range readers {
		readers[i] = &reader{ctx: ctx, root: q.Root, wanted: wanted, take: take}
	}
	if q.File != "" {
		readers[0].search(q.File)
		return ctx.Err()
	}
	w := walk{
		root: q.Root, home: q.Home, override: override,
		file:   func(worker int, name string) { readers[worker].search(name) },
		unread: func() { take.partial.Store(true) },
	}
	return w.run(ctx)
}
