package id

import (
	"regexp"
	"testing"
	"time"
)

func stopped() time.Time { return time.UnixMilli(1795369758590) }

func TestIdsAscendWithinAMillisecond(t *testing.T) {
	s := NewSource(stopped)
	last := ""
	for range 5000 {
		next := s.Ascending("msg")
		if next <= last {
			t.Fatalf("%s does not sort after %s", next, last)
		}
		last = next
	}
}

func TestIdsAscendWhenTheClockStepsBack(t *testing.T) {
	now := stopped()
	s := NewSource(func() time.Time { return now })
	first := s.Ascending("evt")
	now = now.Add(-time.Hour)
	if second := s.Ascending("evt"); second <= first {
		t.Fatalf("%s does not sort after %s", second, first)
	}
}

func TestSessionIdsDescend(t *testing.T) {
	s := NewSource(stopped)
	first := s.Descending("ses")
	if second := s.Descending("ses"); second >= first {
		t.Fatalf("%s does not sort before %s", second, first)
	}
}

func TestAnIdHasOpenCodesForm(t *testing.T) {
	// The time part is that of msg_204606f7e001… in the recordings, made in this millisecond.
	got := NewSource(stopped).Ascending("msg")
	if !regexp.MustCompile(`^msg_204606f7e001[0-9A-Za-z]{14}$`).MatchString(got) {
		t.Fatalf("got %s", got)
	}
}

func TestAnIdThatIsNoFileNameIsInvalid(t *testing.T) {
	for _, s := range []string{"", "ses_", "ses_../x", "wrk_abc", "ses_a/b", "ses_a\x00"} {
		if Valid("ses", s) {
			t.Errorf("%q passed", s)
		}
	}
	if !Valid("ses", "ses_dfb9f99edffeIt9CDsGhgq8yDd") {
		t.Error("an id of OpenCode's was refused")
	}
}
