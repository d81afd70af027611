package crowd

import "golang.org/x/sys/unix"

// The bounds where descriptors are no matter, and those of a poor host.
const (
	mostStrangers, fewestStrangers = 512, 8
	mostKnown, fewestKnown         = 2048, 16
)

// LimitsOf leaves the greater part of this process's descriptors to commands
// and files.
func LimitsOf(descriptors uint64) Limits {
	return Limits{
		Strangers: within(descriptors/16, fewestStrangers, mostStrangers),
		Known:     within(descriptors/4, fewestKnown, mostKnown),
	}
}

// Descriptors is how many this process may have.
func Descriptors() uint64 {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) != nil {
		return 1024
	}
	return limit.Cur
}

func within(n uint64, fewest, most int) int {
	return int(max(uint64(fewest), min(n, uint64(most))))
}
