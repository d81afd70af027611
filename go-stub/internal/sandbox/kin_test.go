package sandbox

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// scoped are the threads of this program that are in a domain of kin, which is
// what else has no way to new privileges here.
func scoped() (threads []string, all int) {
	tasks, _ := filepath.Glob("/proc/self/task/*")
	for _, task := range tasks {
		if status, _ := os.ReadFile(task + "/status"); strings.Contains(string(status), "NoNewPrivs:\t1") {
			threads = append(threads, filepath.Base(task))
		}
	}
	return threads, len(tasks)
}

func TestAWorkspaceHasOneThreadWhileItIsThere(t *testing.T) {
	g := newGround(t, kindred(t))
	before, _ := scoped()
	if len(before) > 0 {
		t.Fatalf("%v at first", before)
	}
	var all sync.WaitGroup
	for i := range 30 {
		spec := *g.spec
		spec.Kin = fmt.Sprint("wrk_", i%3)
		all.Go(func() {
			process, err := g.guard.Start(&spec, "/bin/true", []string{"true"}, &os.ProcAttr{Dir: g.work, Files: []*os.File{nil, nil, nil}})
			if err != nil {
				t.Error(err)
				return
			}
			if state, err := process.Wait(); err != nil || !state.Success() {
				t.Error(state, err)
			}
		})
		all.Go(func() { blockThread(t) }) // and others come to be
	}
	all.Wait()
	if threads, of := scoped(); len(threads) != 3 || of < 30 {
		t.Errorf("%v of %d", threads, of)
	}
	g.guard.Forget("wrk_0")
	g.guard.Forget("wrk_none")
	waitForScoped(t, 2)
	g.guard.Close()
	waitForScoped(t, 0)
	if said, code := g.run("/bin/echo", "again"); said != "again\n" {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// blockThread keeps a thread for a moment.
func blockThread(t *testing.T) {
	time.Sleep(10 * time.Millisecond)
	if err := unix.Nanosleep(&unix.Timespec{Nsec: 3e8}, nil); err != nil && err != unix.EINTR {
		t.Error(err)
	}
}

func waitForScoped(t *testing.T, count int) {
	t.Helper()
	for end := time.Now().Add(40 * time.Second); ; time.Sleep(time.Millisecond) {
		threads, _ := scoped()
		if len(threads) == count {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%v are not %d", threads, count)
		}
	}
}

// onMain is set for these tests' program where it shall do that.
const onMain = "ORSSH_TEST_ON_MAIN"

func init() {
	if os.Getenv(onMain) != "" {
		runtime.LockOSThread() // then main runs on the main thread
	}
}

// startKin prints which threads are scoped when the main one was asked to be.
func startKin() {
	k, ready := &kin{ended: make(chan struct{})}, make(chan error, 1)
	k.run(Current().ABI, ready)
	threads, _ := scoped()
	fmt.Println(<-ready, len(threads), slices.Contains(threads, strconv.Itoa(os.Getpid())), unix.Gettid() == unix.Getpid())
}

func TestTheMainThreadIsNeverOneOfThem(t *testing.T) {
	kindred(t)
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), onMain+"=1")
	if out, err := cmd.CombinedOutput(); err != nil || string(out) != "<nil> 1 false true\n" {
		t.Errorf("%v: %s", err, out)
	}
}
