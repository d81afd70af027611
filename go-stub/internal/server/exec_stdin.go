package server

import (
	"net/http"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/exec"
)

func (s *Server) execStdin(w http.ResponseWriter, r *http.Request) error {
	command, err := s.commands.Get(r.PathValue("id"))
	if err != nil {
		return err
	}
	offset, err := queryNumber(r, "offset", -1)
	if err != nil {
		return err
	}
	end, err := queryBool(r, "close")
	if err != nil {
		return err
	}
	ctx, cancel := s.untilClosing(r.Context())
	defer cancel()
	defer watchHangUp(r, cancel)()
	control := http.NewResponseController(w)
	state, err := command.WriteStdin(ctx, exec.StdinWrite{
		Body: r.Body, Offset: offset, Close: end,
		Interrupt: func() { _ = control.SetReadDeadline(time.Unix(1, 0)) },
	})
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, state)
	return nil
}
