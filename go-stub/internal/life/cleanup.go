package life

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

const (
	abandonedAfter = time.Hour // an upload that is this old is nobody's
	crashTail      = 16 << 10  // bytes of a crash that are logged
)

// cleanUp removes what earlier stubs and uploads left. The caller holds the
// lock.
func cleanUp(log *slog.Logger, files layout.Layout) {
	for _, path := range []string{files.SocketFile(), files.PortFile(), files.PIDFile()} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			log.Warn("cannot remove what an earlier stub left", "error", err.Error())
		}
	}
	for _, dir := range []string{files.State, files.Run} {
		if err := state.RemoveTemporaries(dir, files.Outputs(), files.Snapshots()); err != nil {
			log.Warn("cannot remove unfinished state", "error", err.Error())
		}
	}
	removeAbandoned(log, files.Bin)
}

func removeAbandoned(log *slog.Logger, bin string) {
	entries, _ := os.ReadDir(bin) // a root may have no bin
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || !strings.HasPrefix(entry.Name(), layout.UploadPrefix) || time.Since(info.ModTime()) < abandonedAfter {
			continue
		}
		if err := os.Remove(filepath.Join(bin, entry.Name())); err != nil {
			log.Warn("cannot remove an abandoned upload", "error", err.Error())
			continue
		}
		log.Info("removed an abandoned upload", "name", entry.Name())
	}
}

func logPredecessor(log *slog.Logger, files layout.Layout, before Predecessor) {
	switch before {
	case Crashed, PIDReused:
		log.Warn("the stub before this one did not end cleanly", "predecessor", string(before), "crash", lastCrash(files.CrashFile()))
	case PreviousBoot:
		log.Info("the stub before this one ran when the host went down", "predecessor", string(before))
	}
}

// catchCrash has the runtime write an uncaught panic of this process to path,
// which starts empty: standard error of a detached stub is /dev/null.
func catchCrash(log *slog.Logger, path string) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err == nil {
		err = errors.Join(debug.SetCrashOutput(f, debug.CrashOptions{}), f.Close())
	}
	if err != nil {
		log.Warn("a crash will leave no trace", "error", err.Error())
	}
}

func lastCrash(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	head, _ := io.ReadAll(io.LimitReader(f, crashTail))
	return string(head)
}

// logEnd is the last word about a stub's life, also after a panic.
func logEnd(log *slog.Logger, panicked any, err error) error {
	if panicked != nil {
		err = fmt.Errorf("panic: %v", panicked)
		log.Error("ended by a panic", "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
		return err
	}
	if err != nil {
		log.Error("ended", "error", err.Error())
		return err
	}
	log.Info("ended")
	return nil
}
