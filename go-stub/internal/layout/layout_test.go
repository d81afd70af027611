package layout

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const (
	ext4 = 0xef53
	nfs  = 0x6969
	fuse = 0x65735546
)

func TestARootOnALocalDiskHoldsEverything(t *testing.T) {
	l, err := Find("/home/u/.x", always(ext4))
	if err != nil || l.Run != "/home/u/.x/run" || l.Log != "/home/u/.x/log" || l.State != "/home/u/.x/state" {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestOnANetworkFileSystemEachHostHasItsOwn(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	own := "/home/u/.x/hosts/" + strings.ToLower(host)
	for _, magic := range []uint32{nfs, fuse} {
		l, err := Find("/home/u/.x", always(magic))
		if err != nil || l.Run != own+"/run" || l.Log != own+"/log" || l.State != own+"/state" {
			t.Errorf("%x: %+v, %v", magic, l, err)
		}
		if l.Bin != "/home/u/.x/bin" || l.Version != "/home/u/.x/version" {
			t.Errorf("%x: bin and version are shared: %+v", magic, l)
		}
	}
}

func TestARootThatIsNotThereIsOnTheFileSystemOfItsParent(t *testing.T) {
	var asked []string
	l, err := Find("/net/u/a/b", func(path string) (uint32, error) {
		asked = append(asked, path)
		if path == "/net/u" {
			return nfs, nil
		}
		return 0, fs.ErrNotExist
	})
	if err != nil || !strings.Contains(l.Run, "/hosts/") {
		t.Errorf("%+v, %v", l, err)
	}
	if strings.Join(asked, " ") != "/net/u/a/b /net/u/a /net/u" {
		t.Errorf("asked for %q", asked)
	}
}

func TestAFileSystemThatDoesNotAnswerIsAnError(t *testing.T) {
	for cause, want := range map[error]error{syscall.ENOTDIR: ErrBadRoot, syscall.EACCES: fs.ErrPermission, fs.ErrNotExist: fs.ErrNotExist} {
		_, err := Find("/x", func(string) (uint32, error) { return 0, cause })
		if !errors.Is(err, want) {
			t.Errorf("%v: %v", cause, err)
		}
	}
}

func TestCreateMakesHostsPrivateToo(t *testing.T) {
	l, err := Find(filepath.Join(t.TempDir(), "root"), always(nfs))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Create(); err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = filepath.WalkDir(l.Root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if seen++; err == nil && info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %o", path, info.Mode().Perm())
		}
		return err
	})
	if err != nil || seen != 9 {
		t.Errorf("%d directories, %v", seen, err)
	}
}

func TestResolveRoot(t *testing.T) {
	for root, want := range map[string]string{
		"":            "/home/u/.opencode-remote-ssh",
		"~":           "/home/u",
		"~/a b":       "/home/u/a b",
		"~//x/../y":   "/home/u/y",
		"/opt/ö":      "/opt/ö",
		"/a/./b/../c": "/a/c",
	} {
		if got, err := ResolveRoot(root, "/home/u"); got != want || err != nil {
			t.Errorf("%q is %q (%v), want %q", root, got, err, want)
		}
	}
	for _, root := range []string{"x", "./x", "~other", "~other/x", "/a\x00b"} {
		if got, err := ResolveRoot(root, "/home/u"); !errors.Is(err, ErrBadRoot) {
			t.Errorf("%q is %q, %v", root, got, err)
		}
	}
	if _, err := ResolveRoot("~/x", ""); !errors.Is(err, ErrBadRoot) {
		t.Errorf("without a home: %v", err)
	}
}

func TestHomeIsTakenFromTheUserDatabaseWhenHOMEIsNotUsable(t *testing.T) {
	for _, home := range []string{"", "relative"} {
		if got := Home(func(string) string { return home }); !filepath.IsAbs(got) {
			t.Errorf("HOME=%q: home is %q", home, got)
		}
	}
	if got := Home(func(string) string { return "/home/u/" }); got != "/home/u" {
		t.Errorf("home is %q", got)
	}
}

func always(magic uint32) FSType {
	return func(string) (uint32, error) { return magic, nil }
}
