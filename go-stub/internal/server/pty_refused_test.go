package server

import (
	"net/http"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/lease"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/pty"
)

func TestATerminalElsewhereIsRefusedAndAsksNobody(t *testing.T) {
	s, dir := newStub(t), outside(t)
	for _, route := range []string{"/pty", "/api/pty"} {
		s.failure("POST", route, map[string]any{"command": "/bin/sh", "cwd": dir}, http.StatusForbidden, "PermissionRequiredError", "permission_required")
	}
	if asked := s.server.policy.List(""); len(asked) != 0 || s.server.terminals.Running() != 0 {
		t.Errorf("it asks %v, %d run", asked, s.server.terminals.Running())
	}
	s.approve("wrk_home", dir)
	var info pty.Info
	s.call("POST", "/pty", map[string]any{"command": "/bin/sh", "cwd": dir}, http.StatusOK, &info)
	if info.Cwd != dir {
		t.Errorf("it is in %s", info.Cwd)
	}
}

func TestATicketOpensOneTerminalOnce(t *testing.T) {
	s := newStub(t)
	info, other := s.terminalOf("read x"), s.terminalOf("read x")
	s.failure("POST", "/pty/"+info.ID+"/connect-token", nil, http.StatusForbidden, "ForbiddenError", "ticket_refused")
	issue := func() ptyTicket {
		r := s.request("POST", "/pty/"+info.ID+"/connect-token", nil)
		r.Header.Set("X-Opencode-Ticket", "1")
		var ticket ptyTicket
		s.answerOf(r, http.StatusOK, &ticket)
		return ticket
	}
	ticket := issue()
	if ticket.ExpiresIn != 60 {
		t.Errorf("%+v", ticket)
	}
	s.attach("/pty/"+info.ID+"/connect?ticket="+ticket.Ticket, nil)
	s.failure("GET", "/pty/"+info.ID+"/connect?ticket="+ticket.Ticket, nil, http.StatusForbidden, "ForbiddenError", "ticket_refused")
	s.failure("GET", "/pty/"+other.ID+"/connect?ticket="+issue().Ticket, nil, http.StatusForbidden, "ForbiddenError", "ticket_refused")
}

func TestATerminalNeedsTheLease(t *testing.T) {
	s := newStub(t)
	s.call("POST", "/stub/v1/lease", lease.Request{ID: "lse_a", Mode: lease.Exclusive, Holder: someone("a")}, http.StatusOK, nil)
	s.failure("POST", "/pty", map[string]any{}, http.StatusConflict, "LeaseHeldError", "lease_held")
	var info pty.Info
	s.callWith("lse_a", "POST", "/pty", map[string]any{"command": "/bin/sh"}, http.StatusOK, &info)
	c := s.attach("/pty/"+info.ID+"/connect", http.Header{leaseHeader: {"lse_a"}})
	c.enter("echo a''b\n")
	c.until("ab")
	theft := lease.Request{ID: "lse_b", Mode: lease.Exclusive, Holder: someone("b"), Steal: true}
	s.call("POST", "/stub/v1/lease", theft, http.StatusOK, nil)
	c.enter("echo c''d\n")
	if code := c.closed(); code != websocket.StatusCode(codeLeaseLost) || strings.Contains(c.text, "cd") {
		t.Errorf("closed with %d after %q", code, c.text)
	}
	theft = lease.Request{ID: "lse_c", Mode: lease.Exclusive, Holder: someone("c"), Steal: true, StopCommands: true}
	s.call("POST", "/stub/v1/lease", theft, http.StatusOK, nil)
	eventually(t, "the terminal was ended", ended(info.PID))
}

func TestWhatIsNoTerminalIsSaid(t *testing.T) {
	s := newStub(t)
	info := s.terminalOf("read x")
	s.failure("POST", "/pty", map[string]any{"command": "no-such-program"}, http.StatusBadRequest, "BadRequestError", "command_not_found")
	s.failure("POST", "/pty", map[string]any{"cwd": "/nowhere"}, http.StatusBadRequest, "BadRequestError", "cwd_not_found")
	s.failure("POST", "/pty", map[string]any{"title": "a\x00b"}, http.StatusBadRequest, "BadRequestError", "invalid_field")
	s.failure("PUT", "/pty/"+info.ID, map[string]any{"size": map[string]int{"rows": 0, "cols": 1}}, http.StatusBadRequest, "BadRequestError", "invalid_field")
	s.failure("GET", "/pty/"+info.ID+"/connect", nil, http.StatusBadRequest, "BadRequestError", "not_websocket")
	var shells []pty.Shell
	if s.call("GET", "/pty/shells", nil, http.StatusOK, &shells); len(shells) == 0 {
		t.Error("no shells")
	}
}
