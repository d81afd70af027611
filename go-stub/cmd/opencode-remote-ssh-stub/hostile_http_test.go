package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// grew is how much memory a stub may take for what a client sends; the race
// detector takes the most of it.
const grew = 128 << 10

func TestALargeOrEndlessHeadIsRefused(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	before := statusOf(t, at.PID, "VmHWM")
	for name, head := range map[string]func(r *raw){
		"a value of 10 MB":     func(r *raw) { r.say("X-A: %s\r\n\r\n", strings.Repeat("a", 10<<20)) },
		"100 000 headers":      func(r *raw) { r.say("%s\r\n", strings.Repeat("X-A: a\r\n", 100_000)) },
		"a name of 10 MB":      func(r *raw) { r.say("%s: a\r\n\r\n", strings.Repeat("a", 10<<20)) },
		"a token of 10 MB":     func(r *raw) { r.say("Authorization: Bearer %s\r\n\r\n", strings.Repeat("a", 10<<20)) },
		"folded lines, 10 MB":  func(r *raw) { r.say("X-A: a\r\n%s\r\n", strings.Repeat(" a\r\n", 2<<20)) },
		"a trailer of 10 MB":   func(r *raw) { r.say("Trailer: %s\r\n\r\n", strings.Repeat("a,", 5<<20)) },
		"lines without an end": func(r *raw) { r.say("%s", strings.Repeat("\r", 10<<20)) },
	} {
		r := at.knock(t)
		r.say("GET /global/health HTTP/1.1\r\nHost: stub\r\n%s", at.bearer())
		head(r)
		// A client that still writes may find the connection reset.
		if status, _, body := r.hear(); status != 0 && status != http.StatusRequestHeaderFieldsTooLarge && status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", name, status, body)
		}
		_ = r.Close()
	}
	r := at.knock(t)
	r.say("GET /%s HTTP/1.1\r\nHost: stub\r\n%s\r\n", strings.Repeat("a", 10<<20), at.bearer())
	if status, _, body := r.hear(); status == http.StatusOK {
		t.Errorf("a path of 10 MB: %d %s", status, body)
	}
	if now := statusOf(t, at.PID, "VmHWM"); now-before > grew {
		t.Errorf("it grew from %d to %d KiB", before, now)
	}
	at.healthy(t)
}

func TestPipelinedRequestsAreAnsweredInTurn(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	r := at.knock(t)
	const n = 500
	r.say("%s", strings.Repeat("GET /global/health HTTP/1.1\r\nHost: stub\r\n"+at.bearer()+"\r\n", n))
	for i := range n {
		if status, _, _ := r.hear(); status != http.StatusOK {
			t.Fatalf("answer %d: %d", i, status)
		}
	}
	// One whose token is wrong in between stands for itself.
	r.say("GET /global/health HTTP/1.1\r\nHost: stub\r\n\r\nGET /global/health HTTP/1.1\r\nHost: stub\r\n%s\r\n", at.bearer())
	for _, want := range []int{http.StatusUnauthorized, http.StatusOK} {
		if status, _, _ := r.hear(); status != want {
			t.Errorf("%d, want %d", status, want)
		}
	}
}

func TestWhoPipelinesAndNeverReadsIsHeldUpAlone(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	before := statusOf(t, at.PID, "VmHWM")
	many := strings.Repeat("GET /agent HTTP/1.1\r\nHost: stub\r\n"+at.bearer()+"\r\n", 1000)
	for range 20 {
		r := at.knock(t)
		go func() {
			for range 100 {
				_ = r.SetWriteDeadline(time.Now().Add(time.Second))
				if _, err := r.Write([]byte(many)); err != nil {
					return
				}
			}
		}()
	}
	for range 20 {
		at.healthy(t)
	}
	if now := statusOf(t, at.PID, "VmHWM"); now-before > grew {
		t.Errorf("it grew from %d to %d KiB", before, now)
	}
}

// Shapes on which two parties of HTTP may not agree where a request ends. What
// would be smuggled is a request of its own or none, and has no token.
func TestNothingIsSmuggled(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	flag := filepath.Join(p.dir, "home", "smuggled")
	inner := `{"command":"touch ` + flag + `"}`
	smuggled := "POST /stub/v1/exec HTTP/1.1\r\nHost: stub\r\nContent-Length: " + strconv.Itoa(len(inner)) + "\r\n\r\n" + inner
	for name, shape := range map[string]string{
		"length and chunks":      "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
		"chunks and length":      "Transfer-Encoding: chunked\r\nContent-Length: " + strconv.Itoa(len(smuggled)) + "\r\n\r\n0\r\n\r\n" + smuggled,
		"two lengths":            "Content-Length: 0\r\nContent-Length: " + strconv.Itoa(len(smuggled)) + "\r\n\r\n" + smuggled,
		"a list of lengths":      "Content-Length: 0, " + strconv.Itoa(len(smuggled)) + "\r\n\r\n" + smuggled,
		"a length with a sign":   "Content-Length: +0\r\n\r\n" + smuggled,
		"a length below zero":    "Content-Length: -1\r\n\r\n" + smuggled,
		"a length with a space":  "Content-Length : 0\r\n\r\n" + smuggled,
		"an unknown encoding":    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + smuggled,
		"identity":               "Transfer-Encoding: identity\r\n\r\n" + smuggled,
		"chunked twice":          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
		"a tab before the colon": "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" + smuggled,
		"a folded encoding":      "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + smuggled,
		"a chunk size too large": "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + smuggled,
		"a chunk with a sign":    "Transfer-Encoding: chunked\r\n\r\n-1\r\n" + smuggled,
		"a chunk with 0x":        "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n" + smuggled,
		"lines with LF alone":    "Transfer-Encoding: chunked\n\n0\n\n" + smuggled,
		"a NUL in a header":      "X-A: \x00\r\nContent-Length: 0\r\n\r\n" + smuggled,
		"a CR in a header":       "X-A: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
	} {
		r := at.knock(t)
		r.say("GET /global/health HTTP/1.1\r\nHost: stub\r\n%s%s", at.bearer(), shape)
		answers := []int{}
		for range 3 {
			_ = r.SetReadDeadline(time.Now().Add(500 * time.Millisecond))
			if _, err := r.in.Peek(1); err != nil {
				break
			}
			status, _, _ := r.hear()
			answers = append(answers, status)
		}
		for i, got := range answers {
			if i > 0 && got < 400 || got == http.StatusCreated {
				t.Errorf("%s: answered %v", name, answers)
			}
		}
		_ = r.Close()
	}
	if _, err := os.Stat(flag); err == nil {
		t.Error("a smuggled command ran")
	}
	at.healthy(t)
}

func TestWhatIsNoHTTPEndsTheConnection(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	for _, text := range []string{
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "SSH-2.0-x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x00\x00\x00\x00\r\n\r\n",
		"GET / HTTP/9.9\r\nHost: stub\r\n\r\n", "GET /\r\n\r\n", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", strings.Repeat("\r\n", 10_000),
	} {
		for network, address := range at.doors() {
			r := knock(t, network, address)
			r.say("%s", text)
			_ = r.Conn.(interface{ CloseWrite() error }).CloseWrite()
			if status, _, body := r.hear(); status == http.StatusOK {
				t.Errorf("%q: %s", text, body)
			}
			r.ended(patience)
		}
	}
	at.healthy(t)
}
