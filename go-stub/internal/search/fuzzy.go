package search

import (
	"math/bits"
	"strings"
)

// The ranking is fuzzysort's, which OpenCode's own search has: all characters
// of the query in their order, and the closer together, the nearer to
// beginnings of words and to the path's beginning, the better. 0 is the best
// score, others are below it.

// target is a path as it is compared. Its text is folded byte by byte: what is
// not ASCII is compared as it is.
type target struct {
	path  string
	lower string
	bits  uint32
}

func newTarget(path string) target {
	lower := strings.ToLower(path)
	if len(lower) != len(path) {
		lower = path // a letter whose small form is longer
	}
	return target{path: path, lower: lower, bits: bitsOf(lower)}
}

// bitsOf has a bit for each letter and class of characters in a text.
func bitsOf(lower string) uint32 {
	var set uint32
	for i := range len(lower) {
		switch c := lower[i]; {
		case c == ' ':
		case c >= 'a' && c <= 'z':
			set |= 1 << (c - 'a')
		case c >= '0' && c <= '9':
			set |= 1 << 26
		case c < 0x80:
			set |= 1 << 30
		default:
			set |= 1 << 31
		}
	}
	return set
}

// query is what is looked for: one word, or several that all have to be there.
type query struct {
	whole string
	words []string
	bits  uint32
}

func newQuery(text string) query {
	whole := strings.ToLower(strings.TrimSpace(text))
	q := query{whole: whole, bits: bitsOf(whole)}
	seen := map[string]bool{}
	for _, word := range strings.Fields(whole) {
		if !seen[word] {
			seen[word] = true
			q.words = append(q.words, word)
		}
	}
	return q
}

// scorer is memory for one goroutine.
type scorer struct {
	loose, strict []int
	begins        []int
}

// score answers false for what does not match.
func (s *scorer) score(q *query, t *target) (float64, bool) {
	if bits.OnesCount32(q.bits&^t.bits) > 0 {
		return 0, false
	}
	if len(q.words) <= 1 {
		score, _, ok := s.word(q.whole, t)
		return score, ok
	}
	total, before := 0.0, 0
	for _, word := range q.words {
		score, at, ok := s.word(word, t)
		if !ok {
			return 0, false
		}
		if total += score / float64(len(q.words)); at < before {
			total -= float64(before-at) * 2 // in another order
		}
		before = at
	}
	if whole, _, ok := s.word(q.whole, t); ok && whole > total {
		return whole, true
	}
	return total, true
}

// word answers the score and where the match begins.
func (s *scorer) word(word string, t *target) (float64, int, bool) {
	s.loose = s.loose[:0]
	at := 0
	for i := range len(word) {
		next := strings.IndexByte(t.lower[at:], word[i])
		if next < 0 {
			return 0, 0, false
		}
		s.loose = append(s.loose, at+next)
		at += next + 1
	}
	s.findBegins(t)
	atBegins := s.matchBegins(word, t)
	part, partAtBegin := -1, false
	if len(word) > 1 {
		part, partAtBegin = s.findPart(word, t)
	}
	found := s.loose
	switch {
	case part >= 0 && (!atBegins || partAtBegin):
		for i := range len(word) {
			found[i] = part + i
		}
	case atBegins:
		found = s.strict
	}
	return s.rate(found, len(t.lower), atBegins, part >= 0, partAtBegin), found[0], true
}
