package main

import (
	"net/http"
	"strconv"
	"strings"
)

// exec starts a shell command through the stub's API, in the root.
func (p place) exec(at readyLine, command string) {
	p.t.Helper()
	body := `{"command":` + strconv.Quote(command) + `,"cwd":"~"}`
	res := p.ask(at, http.MethodPost, "/stub/v1/exec", body)
	if res.StatusCode != http.StatusCreated {
		p.t.Fatalf("exec: %s", res.Status)
	}
}

// ask sends a request with the token and drops the answer's body.
func (p place) ask(at readyLine, method, path, body string) *http.Response {
	p.t.Helper()
	res := p.open(at, method, path, body)
	_ = res.Body.Close()
	return res
}

// open sends a request with the token; the caller closes the answer's body.
func (p place) open(at readyLine, method, path, body string) *http.Response {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, "http://127.0.0.1:"+strconv.Itoa(at.Port)+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+at.Token)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true, ResponseHeaderTimeout: patience}}
	res, err := client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	return res
}
