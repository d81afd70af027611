package sandbox

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestASecretThatIsMovedMeanwhileIsNotShown(t *testing.T) {
	for name, level := range levels(t) {
		if level.Mounts == NoMounts {
			continue
		}
		t.Run(name, func(t *testing.T) {
			g := newGround(t, level)
			here, there := filepath.Join(g.work, "d"), filepath.Join(g.work, "e")
			if err := os.Mkdir(here, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(here, ".env"), []byte("SECRET"), 0o600); err != nil {
				t.Fatal(err)
			}
			g.spec.Hidden = append(g.spec.Hidden, filepath.Join(here, ".env"))
			stop, stopped := make(chan bool), make(chan bool)
			go func() {
				defer close(stopped)
				for {
					select {
					case <-stop:
						return
					default:
						_, _ = os.Rename(here, there), os.Rename(there, here)
					}
				}
			}()
			said, err := os.Create(filepath.Join(g.home, "said"))
			if err != nil {
				t.Fatal(err)
			}
			began := 0
			for range 40 {
				process, err := g.guard.Start(g.spec, "/bin/sh", []string{"sh", "-c", `for i in 1 2 3 4 5 6 7 8; do cat d/.env e/.env; done 2>/dev/null`}, &os.ProcAttr{
					Dir: g.work, Env: []string{"PATH=/usr/bin:/bin"}, Files: []*os.File{said, said, said}, Sys: &syscall.SysProcAttr{Setsid: true},
				})
				if err != nil {
					if !strings.Contains(err.Error(), "moved it a moment ago") {
						t.Fatal(err)
					}
					continue // it is where it is not looked for
				}
				began++
				_, _ = process.Wait()
			}
			close(stop)
			<-stopped
			if text, err := os.ReadFile(said.Name()); err != nil || strings.Contains(string(text), "SECRET") {
				t.Errorf("of %d that began some read it: %v", began, err)
			}
			t.Logf("%d of 40 began", began)
		})
	}
}
