// Package id makes the identifiers of OpenCode's form: a prefix, '_', twelve
// hex digits of (milliseconds × 4096 + counter), fourteen base-62 characters.
package id

import (
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"time"
)

const (
	digits     = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	randomLen  = 14
	low48      = 1<<48 - 1
	perMilli   = 4096
	maxAccept  = 256 / len(digits) * len(digits) // larger random bytes would favour some digits
	hexDigits  = 12
	bodyLength = hexDigits + randomLen
)

// Source makes identifiers that ascend in the order they were asked for, also
// within a millisecond and when the clock steps back. It is safe for
// concurrent use.
type Source struct {
	mu   sync.Mutex
	last uint64
	now  func() time.Time
}

// NewSource counts on the clock now.
func NewSource(now func() time.Time) *Source { return &Source{now: now} }

var process = NewSource(time.Now)

// Ascending is a new identifier that sorts after all earlier ones.
func Ascending(prefix string) string { return process.Ascending(prefix) }

// Descending is a new identifier that sorts before all earlier ones: sessions
// have it, so that the newest comes first.
func Descending(prefix string) string { return process.Descending(prefix) }

// Ascending is as the package's function, on this source.
func (s *Source) Ascending(prefix string) string { return format(prefix, s.next()) }

// Descending is as the package's function, on this source.
func (s *Source) Descending(prefix string) string { return format(prefix, ^s.next()) }

func (s *Source) next() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last+1, uint64(s.now().UnixMilli())*perMilli+1)
	return s.last
}

func format(prefix string, n uint64) string {
	return fmt.Sprintf("%s_%012x%s", prefix, n&low48, Random(randomLen))
}

// Random is n base-62 characters from the system's secure source.
func Random(n int) string {
	out := make([]byte, 0, n)
	buf := make([]byte, n*2)
	for len(out) < n {
		_, _ = rand.Read(buf) // never fails since Go 1.24
		for _, b := range buf {
			if int(b) < maxAccept && len(out) < n {
				out = append(out, digits[int(b)%len(digits)])
			}
		}
	}
	return string(out)
}

// Valid reports whether s could have been made with prefix, by this process or
// by OpenCode. What is valid is safe as a file name.
func Valid(prefix, s string) bool {
	body, ok := strings.CutPrefix(s, prefix+"_")
	if !ok || body == "" || len(body) > 4*bodyLength {
		return false
	}
	for _, c := range []byte(body) {
		if !strings.ContainsRune(digits, rune(c)) && c != '_' && c != '-' {
			return false
		}
	}
	return true
}
