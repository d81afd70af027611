package files

import (
	"context"
	"errors"
	"io"
	"sort"
	"strings"
)

// Entry is what a directory has. Type, Size and Modified are of what a link leads to.
type Entry struct {
	Name     string `json:"name"`
	Type     string `json:"type"` // "file", "directory", "other"; a link that leads nowhere is "other"
	Link     bool   `json:"link"`
	Size     int64  `json:"size"`
	Modified int64  `json:"modified"` // Unix milliseconds
}

// Entries is what is in a directory, hidden and ignored files too.
type Entries struct {
	Entries []Entry `json:"entries"`
	More    bool    `json:"more"`
}

// Entries answers at most limit entries of a directory, sorted by their names
// without regard to case. Of a directory that has more it answers those that it
// came upon first.
func (p Place) Entries(ctx context.Context, name string, limit int) (Entries, error) {
	t, err := p.Reach(name)
	if err != nil {
		return Entries{}, err
	}
	s, err := p.visit(t)
	if err != nil {
		return Entries{}, err
	}
	defer s.drop()
	dir, _, err := s.open(name, true)
	if err != nil {
		return Entries{}, err
	}
	defer func() { _ = dir.Close() }()
	names, err := dir.Readdirnames(limit + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return Entries{}, explain(name, err)
	}
	found := Entries{Entries: make([]Entry, 0, len(names)), More: len(names) > limit}
	for _, one := range names[:min(len(names), limit)] {
		if ctx.Err() != nil {
			return Entries{}, ctx.Err()
		}
		if entry, ok := entryAt(int(dir.Fd()), one); ok {
			found.Entries = append(found.Entries, entry)
		}
	}
	sort.Slice(found.Entries, func(i, j int) bool { return found.Entries[i].before(&found.Entries[j]) })
	return found, nil
}

func entryAt(dir int, name string) (Entry, bool) {
	is, err := lookAt(dir, name, noFollow)
	if err != nil {
		return Entry{}, false // it went meanwhile
	}
	entry := Entry{Name: text(name), Type: is.kind(), Link: is.isLink(), Size: is.Size, Modified: is.modified()}
	if entry.Link {
		if to, err := lookAt(dir, name, 0); err == nil {
			entry.Type, entry.Size, entry.Modified = to.kind(), to.Size, to.modified()
		}
	}
	return entry, true
}

func (e *Entry) before(other *Entry) bool {
	a, b := strings.ToLower(e.Name), strings.ToLower(other.Name)
	return a < b || a == b && e.Name > other.Name
}
