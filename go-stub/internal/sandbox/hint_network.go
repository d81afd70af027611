package sandbox

import (
	"bytes"
	"fmt"
	"regexp"
)

// unreached are what programs say that find no network, or may make no socket.
var unreached = regexp.MustCompile(`(?i)network is (unreachable|down)|E?NETUNREACH|EAI_AGAIN|name resolution|name or service not known|` +
	`failure resolving|resolve (host|address)|no such host|connect to |connect EACCES|dial (tcp|udp)|socket\.py|/dev/(tcp|udp)/|socket\b.*(permission denied|EACCES)`)

// Hint says what a command that failed in dir was probably kept from, by the
// last of its output; "" when nothing looks like it. It is a guess: programs
// say what they were denied in their own words.
func (g *Guard) Hint(s *Spec, dir string, output []byte) string {
	network := ""
	if s.Terms.cutsOff() {
		output, network = s.hintOfNetwork(output)
	}
	if !g.Holds(s) {
		return network
	}
	paths := g.hintOfPaths(s, dir, output)
	if paths != "" && network != "" {
		paths += "; "
	}
	return paths + network
}

// hintOfNetwork answers the rest of the output as well.
func (s *Spec) hintOfNetwork(output []byte) (rest []byte, hint string) {
	for line := range bytes.Lines(output) {
		if !unreached.Match(line) {
			rest = append(rest, line...)
			continue
		}
		what := "no command reaches any"
		if s.Terms.Network == Loopback {
			what = "commands reach one of their own, and nothing else"
		}
		hint = fmt.Sprintf("if it wanted the network: `\"network\"` is `%q` in the configuration of this host, and %s", s.Terms.Network, what)
	}
	return rest, hint
}
