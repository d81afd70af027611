package life

import (
	"context"
	"path/filepath"
	"testing"
	"time"
)

func TestAStubIsIdleOnlyWhenNothingIsGoingOn(t *testing.T) {
	const looks = 8
	for name, busy := range map[string]func() Activity{
		"a connection":    func() Activity { return Activity{Connections: 1} },
		"a lease":         func() Activity { return Activity{Leases: 1} },
		"a command":       func() Activity { return Activity{Commands: 1} },
		"recent activity": func() Activity { return Activity{LastActive: time.Now()} },
	} {
		t.Run(name, func(t *testing.T) {
			looked := 0
			reason := watch(t, func() Activity {
				if looked++; looked <= looks {
					return busy()
				}
				return Activity{}
			})
			if looked <= looks || reason != "idle" {
				t.Errorf("it ended at look %d: %s", looked, reason)
			}
		})
	}
}

// watch runs watchIdle to its end and answers why it ended.
func watch(t *testing.T, activity func() Activity) string {
	t.Helper()
	lock, err := takeLock(t.Context(), filepath.Join(t.TempDir(), "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	ctx, end := context.WithCancelCause(t.Context())
	watchIdle(ctx, idleWatch{timeout: 3 * poll, activity: activity, lock: lock, end: end})
	return context.Cause(ctx).Error()
}
