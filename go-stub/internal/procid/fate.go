package procid

import "errors"

// Fate is what became of a process that was written down earlier.
type Fate string

const (
	Alive        Fate = "alive"         // it still runs
	Gone         Fate = "gone"          // nobody has its pid
	Reused       Fate = "reused"        // its pid belongs to another process
	PreviousBoot Fate = "previous-boot" // it ran before this host was started
)

// Fate looks the process up. An error means that /proc could not be read.
func (id ID) Fate() (Fate, error) {
	if id.BootID != bootID() {
		return PreviousBoot, nil
	}
	now, err := Of(id.PID)
	switch {
	case errors.Is(err, ErrGone):
		return Gone, nil
	case err != nil:
		return "", err
	case now.StartTicks != id.StartTicks:
		return Reused, nil
	}
	return Alive, nil
}
