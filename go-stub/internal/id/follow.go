package id

import (
	"strconv"
	"strings"
)

// maxAhead is how far another machine's clock may be ahead and still be
// followed: a day, in the units of an identifier.
const maxAhead = 24 * 60 * 60 * 1000 * perMilli

// Follow makes later identifiers sort after one that was made elsewhere, by a
// clock that may be ahead of this one's.
func Follow(other string) { process.Follow(other) }

// Follow is as the package's function, on this source.
func (s *Source) Follow(other string) {
	_, body, _ := strings.Cut(other, "_")
	if len(body) < hexDigits {
		return
	}
	n, err := strconv.ParseUint(body[:hexDigits], 16, 64)
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := max(s.last, uint64(s.now().UnixMilli())*perMilli)
	// An identifier has only the low bits of the time.
	if ahead := (n - now) & low48; ahead <= maxAhead {
		s.last = now + ahead
	}
}
