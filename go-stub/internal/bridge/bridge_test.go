package bridge

import (
	"bytes"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheEndOfInClosesOnlyTheSendingHalf(t *testing.T) {
	near, far := pair(t)
	go func() {
		all, _ := io.ReadAll(far)
		_, _ = far.Write(append([]byte("got "), all...))
		_ = far.Close()
	}()
	var out bytes.Buffer
	if err := Bridge(near, strings.NewReader("all of it"), &out); err != nil || out.String() != "got all of it" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestTheEndOfTheConnectionEndsTheBridge(t *testing.T) {
	near, far := pair(t)
	in, neverWritten := io.Pipe()
	t.Cleanup(func() { _ = neverWritten.Close() })
	go func() {
		_, _ = io.WriteString(far, "bye")
		_ = far.Close()
	}()
	var out bytes.Buffer
	if err := Bridge(near, in, &out); err != nil || out.String() != "bye" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestALotPassesUnchangedBothWays(t *testing.T) {
	near, far := pair(t)
	sent := bytes.Repeat([]byte("0123456789abcdef"), 1<<18)
	go func() {
		_, _ = io.Copy(far, far)
		_ = far.Close()
	}()
	var out bytes.Buffer
	if err := Bridge(near, bytes.NewReader(sent), &out); err != nil || !bytes.Equal(out.Bytes(), sent) {
		t.Errorf("%d of %d bytes came back, %v", out.Len(), len(sent), err)
	}
}

// pair is two ends of a unix socket's connection.
func pair(t *testing.T) (near, far net.Conn) {
	t.Helper()
	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	near, err = net.Dial("unix", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	far, err = l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = near.Close(), far.Close() })
	return near, far
}
