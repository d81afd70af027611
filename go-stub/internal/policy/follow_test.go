package policy

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// ground has links of every kind, as the kernel's own test of openat2 has.
func ground(t *testing.T) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"root/mnt", "root/a/b/c/d", "root/cheeky", "out/etc"} {
		err = errors.Join(err, os.MkdirAll(filepath.Join(root, dir), 0o700))
	}
	for _, file := range []string{"root/etc", "root/a/file", "out/etc/passwd", "root/caf\xe9"} {
		err = errors.Join(err, os.WriteFile(filepath.Join(root, file), nil, 0o600))
	}
	for link, target := range map[string]string{
		"a/self": "self", "loop1": "loop2", "loop2": "loop1", "basiclink": "etc", "abslink": "/etc/passwd", "cheeky/absdir": "/..",
		"cheeky/garbage": "/!!/none", "cheeky/passwd": "../cheeky/../../out/etc/passwd", "up": "..", "upup": "a/b/../../..", "dangling": "none/x",
		"danglingup": "none/../../out", "a/b/up": "../..", "cwd": ".", "trailing": "a/b/", "abstrailing": root + "/out/etc/", "chain3": "chain2", "chain2": "chain1", "chain1": "a/b/c",
		"filetrailing": "etc/", "procroot": "/proc/self/root", "doubleslash": "a//b///c", "bad\xff": "caf\xe9",
	} {
		err = errors.Join(err, os.Symlink(target, filepath.Join(root, "root", link)))
	}
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestWhereAPathLeads(t *testing.T) {
	root := ground(t)
	long := strings.Repeat("x", 256)
	for _, c := range []struct {
		path, want string // below root/, or absolute
		there      bool
		err        error
	}{
		{"", "root", true, nil},
		{".", "root", true, nil},
		{"..", "", true, nil},
		{"../root/./a//b/", "root/a/b", true, nil},
		{"a/../../root/etc", "root/etc", true, nil},
		{"basiclink", "root/etc", true, nil},
		{"basiclink/", "", false, syscall.ENOTDIR},
		{"filetrailing", "", false, syscall.ENOTDIR},
		{"etc/.", "", false, syscall.ENOTDIR},
		{"etc/x", "", false, syscall.ENOTDIR},
		{"up", "", true, nil},
		{"up/out/etc/passwd", "out/etc/passwd", true, nil},
		{"upup", "", true, nil},
		{"a/b/up/etc", "root/etc", true, nil},
		{"a/b/up/..", "", true, nil},
		{"chain3/../d", "root/a/b/d", false, nil},
		{"chain3/d/..", "root/a/b/c", true, nil},
		{"chain3/../..", "root/a", true, nil},
		{"cwd/cwd/cwd/a", "root/a", true, nil},
		{"trailing/c", "root/a/b/c", true, nil},
		{"abstrailing/passwd", "out/etc/passwd", true, nil},
		{"doubleslash/d", "root/a/b/c/d", true, nil},
		{"cheeky/absdir", "/", true, nil},
		{"cheeky/absdir/" + root + "/out", "out", true, nil},
		{"cheeky/garbage", "/!!/none", false, nil},
		{"cheeky/passwd", "out/etc/passwd", true, nil},
		{"abslink/../passwd", "", true, syscall.ENOTDIR},
		{"dangling", "root/none/x", false, nil},
		{"dangling/y", "root/none/x/y", false, nil},
		{"danglingup", "", false, fs.ErrNotExist},
		{"none/../etc", "", false, fs.ErrNotExist},
		{"none/./x", "root/none/x", false, nil},
		{"loop1", "", false, syscall.ELOOP},
		{"loop1/x", "", false, syscall.ELOOP},
		{"a/self", "", false, syscall.ELOOP},
		{long, "", false, syscall.ENAMETOOLONG},
		{strings.Repeat("a/b/../../", 2000) + "etc", "root/etc", true, nil},
		{strings.Repeat("cwd/", 41), "", false, syscall.ELOOP},
		{"bad\xff", "root/caf\xe9", true, nil},
		{"caf\xe9/", "", false, syscall.ENOTDIR},
		{"ETC", "root/ETC", false, nil},
		{"procroot/" + root + "/out", "out", true, nil},
		{"procroot/../../etc", "/etc", true, nil},
		{"a\x00b", "", false, syscall.EINVAL},
	} {
		got, there, err := Follow(root + "/root/" + c.path)
		want := c.want
		if !filepath.IsAbs(want) {
			want = filepath.Join(root, want)
		}
		if c.err != nil {
			if !errors.Is(err, c.err) {
				t.Errorf("%.60q: %q, %v, want %v", c.path, got, err, c.err)
			}
			continue
		}
		if err != nil || got != want || there != c.there {
			t.Errorf("%.60q: %q %v, %v, want %q %v", c.path, got, there, err, want, c.there)
		}
	}
}

// The kernel is asked as well: where it opens something, Follow names that.
func TestAPathLeadsWhereTheKernelGoes(t *testing.T) {
	root := ground(t)
	parts := []string{"a", "b", "c", "..", ".", "", "up", "upup", "chain3", "cwd", "trailing", "cheeky", "absdir", "procroot", "basiclink", "etc", "abstrailing", "passwd", "doubleslash"}
	for i := range 6000 {
		path, n := root+"/root", i
		for range 4 {
			path += "/" + parts[n%len(parts)]
			n /= len(parts)
		}
		got, there, err := Follow(path)
		var kernel, ours unix.Stat_t
		if unix.Stat(path, &kernel) != nil {
			continue
		}
		if err != nil || !there || unix.Lstat(got, &ours) != nil || ours.Ino != kernel.Ino || ours.Dev != kernel.Dev {
			t.Fatalf("%s: %s %v %v", path, got, there, err)
		}
	}
}

func TestLinksOfTheKernelAreFollowedWhereTheySayWhere(t *testing.T) {
	root := ground(t)
	file, err := os.Open(root + "/root/etc")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	gone, err := os.CreateTemp(root, "gone")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = gone.Close() }()
	if err := os.Remove(gone.Name()); err != nil {
		t.Fatal(err)
	}
	fd := func(f *os.File) string { return "/proc/self/fd/" + string(rune('0'+f.Fd()%10)) }
	if file.Fd() > 9 || gone.Fd() > 9 {
		t.Skip("descriptors are high")
	}
	if got, _, err := Follow(fd(file)); err != nil || got != root+"/root/etc" {
		t.Errorf("%s %v", got, err)
	}
	if got, _, err := Follow(fd(gone)); !errors.Is(err, ErrMagic) {
		t.Errorf("%s %v", got, err)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = reader.Close(), writer.Close() }()
	if got, _, err := Follow(fd(reader)); !errors.Is(err, ErrMagic) && reader.Fd() < 10 {
		t.Errorf("%s %v", got, err)
	}
	if got, _, err := Follow("/proc/self/ns/mnt"); !errors.Is(err, ErrMagic) {
		t.Errorf("%s %v", got, err)
	}
	for path, want := range map[string]string{"/proc/self/root/etc": "/etc", "/proc/thread-self/root": "/", "/proc/self/cwd/../policy": "", "/proc/mounts": ""} {
		if got, there, err := Follow(path); err != nil || !there || want != "" && got != want {
			t.Errorf("%s: %s %v %v", path, got, there, err)
		}
	}
}

func TestWhatIsOfAProcessToComeStaysAsItIsWritten(t *testing.T) {
	for path, want := range map[string]string{
		"/proc/self/root/etc": "/etc", "/proc/self/fd/3": "/proc/self/fd/3", "/proc/self/status": "/proc/self/status", "/proc/self": "/proc/self",
		"/proc/self/root/proc/self/root/": "/", "/dev/fd/0": "/proc/self/fd/0", "/etc/hosts": "/etc/hosts",
	} {
		if got, _, err := FollowLater(path); err != nil || got != want {
			t.Errorf("%s: %s %v", path, got, err)
		}
	}
	for _, path := range []string{"/proc/self/cwd/x", "/proc/self/exe", "/proc/self/fd/3/x", "/proc/self/task/1/root/etc", "/proc/self/../1/root"} {
		if got, _, err := FollowLater(path); !errors.Is(err, ErrMagic) {
			t.Errorf("%s: %s %v", path, got, err)
		}
	}
}

func TestASecretIsOneByWhateverMountItIsReached(t *testing.T) {
	p := newPlace(t)
	where := p.outside + "/mnt"
	if err := os.Mkdir(where, 0o700); err != nil {
		t.Fatal(err)
	}
	for from, code_ := range map[string]string{p.home + "/.ssh": "", p.home + "/.stub": "stub_folder"} {
		p.reopen() // what is mounted is seen within a second
		if err := unix.Mount(from, where, "", unix.MS_BIND, ""); err != nil {
			t.Skipf("no mounts here: %v", err)
		}
		q := p.question("cat", read(where+"/config"))
		q.Allow = AllowAll(p.outside + "/*")
		missing, err := p.Missing(q)
		if code(err) != code_ || code_ == "" && (len(missing) != 1 || !missing[0].Secret) {
			t.Errorf("%s: %+v %v", from, missing, err)
		}
		if err := unix.Unmount(where, unix.MNT_DETACH); err != nil {
			t.Fatal(err)
		}
	}
}
