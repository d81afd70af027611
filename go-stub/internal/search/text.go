package search

import (
	"context"
	"sort"
	"sync"
	"time"
)

// TextQuery is a question for lines.
type TextQuery struct {
	Root    string // absolute, without symlinks
	Home    string // of the user, for git's global rules
	Pattern string
	Limit   int
	Ripgrep string // the program, "" for this package's own engine
}

// maxTime ends a search; what was found by then is answered.
const maxTime = 60 * time.Second

// Grep answers lines that match, at most Limit of them, by path and line. Of
// more matches it answers those that it came upon first. A pattern that cannot
// be read is a BadRequest.
func Grep(ctx context.Context, q TextQuery) ([]Match, error) {
	search, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	take := &taker{limit: q.Limit, enough: cancel, all: []Match{}}
	var err error
	if q.Ripgrep != "" {
		err = ripgrep(search, q, take)
	} else {
		err = ownGrep(search, q, take)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil && search.Err() == nil {
		return nil, err
	}
	sort.Slice(take.all, func(i, j int) bool {
		a, b := &take.all[i], &take.all[j]
		return a.Path.Text < b.Path.Text || a.Path.Text == b.Path.Text && a.Line < b.Line
	})
	return take.all, nil
}

// taker collects matches until there are enough.
type taker struct {
	limit  int
	enough context.CancelFunc

	mu  sync.Mutex
	all []Match
}

func (t *taker) add(m Match) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.all) >= t.limit {
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
	readers := make([]*reader, workers())
	for i := range readers {
		readers[i] = &reader{ctx: ctx, root: q.Root, wanted: wanted, take: take}
	}
	w := walk{root: q.Root, home: q.Home, file: func(worker int, name string) { readers[worker].search(name) }}
	return w.run(ctx)
}
