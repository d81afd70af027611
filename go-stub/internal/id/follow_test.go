package id

import (
	"testing"
	"time"
)

func TestAnIdFollowsOneOfAClockThatIsAhead(t *testing.T) {
	now := time.UnixMilli(1795369758590)
	here := NewSource(func() time.Time { return now })
	for ahead, follows := range map[time.Duration]bool{0: true, time.Hour: true, -time.Hour: true, 48 * time.Hour: false} {
		there := NewSource(func() time.Time { return now.Add(ahead) })
		other := there.Ascending("msg")
		here.Follow(other)
		if next := here.Ascending("msg"); (next > other) != follows {
			t.Errorf("%v ahead: %s is followed by %s", ahead, other, next)
		}
	}
}

func TestWhatIsNoIdIsNotFollowed(t *testing.T) {
	source := NewSource(func() time.Time { return time.UnixMilli(1795369758590) })
	before := source.Ascending("msg")
	for _, text := range []string{"", "msg_", "msg_zzzzzzzzzzzzz", "msg"} {
		source.Follow(text)
	}
	if next := source.Ascending("msg"); next <= before || next[:10] != before[:10] {
		t.Errorf("%s, then %s", before, next)
	}
}
