package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
)

// Words that begin the lines which the other side of the SSH connection looks
// for between whatever else a login prints.
const (
	wordReady     = "ORSSH-READY"
	wordInstalled = "ORSSH-INSTALLED"
	wordError     = "ORSSH-ERROR"
)

func printLine(w io.Writer, word string, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		panic(err) // only plain structs come here
	}
	_, _ = fmt.Fprintf(w, "%s %s\n", word, data)
}

type errorLine struct {
	V       int          `json:"v"`
	Code    failure.Code `json:"code"`
	Message string       `json:"message"`
}

// fail says the error to the machine on stdout and to a person on stderr.
func fail(sys system, err error) int {
	printLine(sys.stdout, wordError, errorLine{V: 1, Code: failure.CodeOf(err), Message: failure.Message(err)})
	return failQuietly(sys, err)
}

// failQuietly is for commands whose stdout is not read line by line.
func failQuietly(sys system, err error) int {
	_, _ = fmt.Fprintf(sys.stderr, "opencode-remote-ssh-stub: %s\n", failure.Message(err))
	return exitFailed
}
