package install

import (
	"os"
	"syscall"
	"time"
)

// ownBinIn bounds the wait for installations that are under way, and theirs
// for a collection of old versions.
const ownBinIn = 2 * time.Second

// ShareBin keeps old versions in bin from being removed until release is
// called. Where directories cannot be locked (NFS) only the age of the files
// does that.
func ShareBin(bin string) (release func()) {
	release, _ = lockBin(bin, syscall.LOCK_SH)
	return release
}

// OwnBin returns when nobody is installing, and keeps it so until release is
// called; false when somebody is for too long.
func OwnBin(bin string) (release func(), ok bool) {
	return lockBin(bin, syscall.LOCK_EX)
}

func lockBin(bin string, how int) (release func(), ok bool) {
	dir, err := os.Open(bin)
	if err != nil {
		return func() {}, true
	}
	for end := time.Now().Add(ownBinIn); ; time.Sleep(10 * time.Millisecond) {
		err := syscall.Flock(int(dir.Fd()), how|syscall.LOCK_NB)
		busy := err == syscall.EWOULDBLOCK || err == syscall.EINTR
		if !busy || time.Now().After(end) {
			return func() { _ = dir.Close() }, !busy
		}
	}
}
