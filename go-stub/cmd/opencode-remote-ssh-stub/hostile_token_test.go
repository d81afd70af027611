package main

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// otherDigit is a hexadecimal digit that the given one is not.
func otherDigit(digit byte) string {
	if digit == '0' {
		return "1"
	}
	return "0"
}

// wrong are tokens of the right length and of others, and what is none.
func wrong(right string) []string {
	return []string{
		strings.Repeat("0", 64), right[:63] + otherDigit(right[63]), otherDigit(right[0]) + right[1:], right[:63], right + "0",
		right + "\x00", " " + right + "x", strings.ToUpper(right) + "A", "", "Bearer", strings.Repeat("a", 60_000),
	}
}

func TestThousandsOfWrongTokensAreSlowedDownAndLockNobodyOut(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	const attackers, tries = 64, 4000
	var left atomic.Int64
	left.Store(tries)
	var refused, slowed, closed atomic.Int64
	var all sync.WaitGroup
	for range attackers {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				r := at.knock(t)
				tokens := wrong(at.Token)
				r.say("GET /global/health HTTP/1.1\r\nHost: stub\r\nAuthorization: Bearer %s\r\n\r\n", tokens[rand.IntN(len(tokens))])
				switch status, header, body := r.hear(); status {
				case http.StatusUnauthorized:
					refused.Add(1)
				case http.StatusTooManyRequests:
					slowed.Add(1)
					if header.Get("Retry-After") == "" || !strings.Contains(body, "TooManyRequestsError") {
						t.Errorf("%v %s", header, body)
					}
					left.Add(-attackers / 2) // one second each would take long
				case 0, http.StatusBadRequest: // a NUL in a header is no HTTP
					closed.Add(1)
				default:
					t.Errorf("%d %s", status, body)
				}
				_ = r.Close()
			}
		})
	}
	for range 200 {
		at.healthy(t)
	}
	all.Wait()
	at.healthy(t)
	if slowed.Load() == 0 || refused.Load() == 0 {
		t.Errorf("%d refused, %d slowed down, %d closed", refused.Load(), slowed.Load(), closed.Load())
	}
	log := p.read("log", "stub.log")
	if strings.Contains(log, at.Token) || strings.Contains(log, strings.Repeat("a", 100)) {
		t.Error("tokens are in the log")
	}
	if lines := strings.Count(log, "requests without the token"); lines != 1 {
		t.Errorf("the attack has %d lines in the log: %s", lines, log)
	}
}

func TestOtherListenersAreNotSlowedDown(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	guess := func(network string) int {
		r := knock(t, network, at.doors()[network])
		defer func() { _ = r.Close() }()
		r.say("GET / HTTP/1.1\r\nHost: stub\r\nAuthorization: Bearer 0\r\n\r\n")
		status, _, _ := r.hear()
		return status
	}
	eventually(t, "guesses by TCP are slowed down", func() bool { return guess("tcp") == http.StatusTooManyRequests })
	if got := guess("unix"); got != http.StatusUnauthorized {
		t.Errorf("by the socket: %d", got)
	}
}

func TestABrowserIsRefusedOnBothListeners(t *testing.T) {
	p := newPlace(t)
	at := p.launch("--with-token")
	for network, address := range at.doors() {
		for head, want := range map[string]int{
			"HTTP/1.1\r\nHost: stub\r\n":      http.StatusOK,
			"HTTP/1.1\r\nHost: localhost\r\n": http.StatusOK,
			"HTTP/1.0\r\nHost: stub\r\n":      http.StatusOK,
			"HTTP/1.1\r\n":                    http.StatusBadRequest,
			"HTTP/1.0\r\n":                    http.StatusForbidden,
			"HTTP/1.1\r\nHost: \r\n":          http.StatusForbidden,
			"HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: stub\r\n": http.StatusForbidden,
			"HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n":                 http.StatusForbidden,
			"HTTP/1.1\r\nHost: stub@evil.example\r\n":                      http.StatusBadRequest,
			"HTTP/1.1\r\nHost: stub\r\nHost: evil.example\r\n":             http.StatusBadRequest,
			"HTTP/1.1\r\nHost: stub\r\nOrigin: null\r\n":                   http.StatusForbidden,
			"HTTP/1.1\r\nHost: stub\r\nOrigin: \r\n":                       http.StatusForbidden,
			"HTTP/1.1\r\nHost: stub\r\nOrigin: http://stub\r\n":            http.StatusForbidden,
			"HTTP/1.1\r\nHost: stub\r\norigin: https://evil.example\r\n":   http.StatusForbidden,
		} {
			r := knock(t, network, address)
			r.say("GET /global/health %s%s\r\n", head, at.bearer())
			if status, _, body := r.hear(); status != want {
				t.Errorf("%s, %q: %d %s", network, head, status, body)
			}
			_ = r.Close()
		}
	}
	// A target with a host of its own counts more than the header.
	r := at.knock(t)
	r.say("GET http://evil.example/global/health HTTP/1.1\r\nHost: stub\r\n%s\r\n", at.bearer())
	if status, _, body := r.hear(); status != http.StatusForbidden {
		t.Errorf("%d %s", status, body)
	}
}
