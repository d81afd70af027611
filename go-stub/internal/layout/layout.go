// Package layout knows where the stub's files are on the host.
package layout

import (
	"fmt"
	"os"
	"path/filepath"
)

// Layout is the places below one root. Root, Bin and Version are shared by
// every host that has this root; the others belong to this host alone.
type Layout struct {
	Root    string
	Bin     string
	Version string
	Run     string
	Log     string
	State   string
}

// Find says where things are or would be; it makes nothing. On a network file
// system, which many hosts may share as home, what belongs to one host is kept
// below hosts/<hostname>.
func Find(root string, fsType FSType) (Layout, error) {
	own := root
	network, err := onNetwork(root, fsType)
	if err != nil {
		return Layout{}, err
	}
	if network {
		own = filepath.Join(root, "hosts", hostDirectory())
	}
	shared := Layout{Root: root, Bin: filepath.Join(root, "bin"), Version: filepath.Join(root, "version")}
	return shared.at(own), nil
}

// UploadPrefix begins the names of files in Bin that are not installed yet.
const UploadPrefix = ".upload-"

// Names of the files of a running stub.
func (l Layout) LockFile() string   { return filepath.Join(l.Run, "stub.lock") }
func (l Layout) PIDFile() string    { return filepath.Join(l.Run, "stub.pid") }
func (l Layout) PortFile() string   { return filepath.Join(l.Run, "stub.port") }
func (l Layout) SocketFile() string { return filepath.Join(l.Run, "stub.sock") }
func (l Layout) TokenFile() string  { return filepath.Join(l.Run, "stub.token") }
func (l Layout) LogFile() string    { return filepath.Join(l.Log, "stub.log") }
func (l Layout) CrashFile() string  { return filepath.Join(l.Log, "stub.crash") }

// Outputs and Snapshots have a directory for each workspace that has some.
func (l Layout) Outputs() string   { return filepath.Join(l.State, "output") }
func (l Layout) Snapshots() string { return filepath.Join(l.State, "snapshots") }

// Create makes the directories, each 0700 also when it was there with another
// mode.
func (l Layout) Create() error {
	if err := createRoot(l.Root); err != nil {
		return err
	}
	for _, dir := range []string{filepath.Dir(l.Run), l.Run, l.Log, l.State} {
		if err := createPrivate(dir); err != nil {
			return err
		}
	}
	for _, kind := range []string{"workspaces", "sessions", "approvals"} {
		if err := createPrivate(filepath.Join(l.State, kind)); err != nil {
			return err
		}
	}
	return nil
}

func createPrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("create directory: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("create directory: %w", err)
	}
	if info.Mode().Perm() == 0o700 {
		return nil
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("make directory private: %w", err)
	}
	return nil
}
