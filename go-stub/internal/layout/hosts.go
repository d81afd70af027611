package layout

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Own is the directory of what belongs to this host alone: the root itself, or
// one below hosts.
func (l Layout) Own() string { return filepath.Dir(l.Run) }

// Hosts are the layouts below hosts, also this host's own if it has one there.
func (l Layout) Hosts() ([]Layout, error) {
	hosts := filepath.Join(l.Root, "hosts")
	entries, err := os.ReadDir(hosts)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []Layout
	for _, entry := range entries {
		if entry.IsDir() {
			all = append(all, l.at(filepath.Join(hosts, entry.Name())))
		}
	}
	return all, nil
}

func (l Layout) at(own string) Layout {
	l.Run, l.Log, l.State = filepath.Join(own, "run"), filepath.Join(own, "log"), filepath.Join(own, "state")
	return l
}
