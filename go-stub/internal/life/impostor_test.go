package life

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/procid"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/state"
)

// A port in an old record may belong to another user's program by now.
func TestAnImpostorOnThePortIsNeverShownTheToken(t *testing.T) {
	answers := map[string]http.HandlerFunc{
		"that says yes": func(http.ResponseWriter, *http.Request) {},
		"that invents a proof": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Stub-Proof", strings.Repeat("00", 32))
			w.WriteHeader(http.StatusUnauthorized)
		},
		"that gives the nonce back": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Stub-Proof", r.Header.Get("X-Stub-Nonce"))
			w.WriteHeader(http.StatusUnauthorized)
		},
		"that hangs up": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			files, token := heldRoot(t)
			impostor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				for _, values := range r.Header {
					if strings.Contains(strings.Join(values, " "), token) {
						t.Error("it was shown the token")
					}
				}
				answer(w, r)
			}))
			t.Cleanup(impostor.Close)
			recordAt(t, files, impostor.URL)
			if _, err := findRunning(t.Context(), files); !errors.Is(err, errUnresponsive) {
				t.Errorf("find: %v", err)
			}
			if _, err := Connect(t.Context(), files); err == nil {
				t.Error("connected")
			}
			if status, err := Look(t.Context(), files); err != nil || status.Running || status.State != Unresponsive {
				t.Errorf("status: %+v, %v", status, err)
			}
		})
	}
}

// heldRoot has a token, and a lock that is held.
func heldRoot(t *testing.T) (files layout.Layout, token string) {
	t.Helper()
	files = testFiles(t)
	if err := files.Create(); err != nil {
		t.Fatal(err)
	}
	lock, err := takeLock(t.Context(), files.LockFile())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lock.Release)
	token, err = ensureToken(files, &state.Report{})
	if err != nil {
		t.Fatal(err)
	}
	return files, token
}

func recordAt(t *testing.T, files layout.Layout, address string) {
	t.Helper()
	self, err := procid.Self()
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(at.Port())
	if err != nil {
		t.Fatal(err)
	}
	if err := writeRecord(files, Record{ID: self, Instance: "i", Port: port}); err != nil {
		t.Fatal(err)
	}
}
