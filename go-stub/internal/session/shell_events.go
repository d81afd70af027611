package session

import "github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/id"

const (
	announcement = "The following tool was executed by the user"
	abortNote    = "\n[aborted by the user]\n"
)

// The model of a host that has none.
const (
	NobodyProvider = "opencode-remote-ssh"
	NobodyModel    = "none"
)

// nobody answers for a command when the caller names no model.
var nobody = Model{ProviderID: NobodyProvider, ModelID: NobodyModel}

// open records the user's message and the answer that the output goes into.
func (r *shell) open() error {
	s, now := r.session, r.now()
	if err := s.dropReverted(); err != nil {
		return err
	}
	info := s.Here()
	agent, model := agentOf(r.request.Agent), nobody
	if r.request.Model != nil {
		model = *r.request.Model
	}
	user := userMessage{
		ID: id.Ascending("msg"), SessionID: info.ID, Role: "user", Time: messageTime{Created: now}, Agent: agent, Model: model,
	}
	text := textPart{
		ID: id.Ascending("prt"), SessionID: info.ID, MessageID: user.ID, Type: "text", Text: announcement, Synthetic: true,
	}
	r.message = assistantMessage{
		ID: id.Ascending("msg"), SessionID: info.ID, Role: "assistant", Time: messageTime{Created: now}, ParentID: user.ID,
		ModelID: model.ModelID, ProviderID: model.ProviderID, Mode: agent, Agent: agent,
		Path: messagePath{Cwd: info.Directory, Root: info.Directory},
	}
	r.part = toolPart{
		ID: id.Ascending("prt"), SessionID: info.ID, MessageID: r.message.ID, Type: "tool", CallID: id.Ascending("call"), Tool: "bash",
		State: toolState{Status: "running", Input: map[string]any{"command": r.request.Command}, Time: toolTime{Start: now}},
	}
	if err := s.record(messageUpdated, messageData{info.ID, user}, false); err != nil {
		return err
	}
	if err := s.record(partUpdated, partData{info.ID, text, now}, false); err != nil {
		return err
	}
	if err := r.recordMessage(false); err != nil {
		return err
	}
	return r.recordPart(false)
}

// showOutput sends what was printed so far: all that is kept in a durable
// update, the newest of it in a plain one.
func (r *shell) showOutput(kind due) error {
	if kind == durable {
		r.part.State.Metadata = r.progress(r.output.kept())
		return r.recordPart(false)
	}
	part := r.part
	part.State.Metadata = r.progress(r.output.preview())
	return r.session.show(partUpdated, partData{r.part.SessionID, part, r.now()})
}

// end records how it ended. Its last write is on disk for certain.
func (r *shell) end(reason error) error {
	now := r.now()
	state := &r.part.State
	state.Time.End = now
	state.Metadata = nil
	text := r.output.kept()
	r.session.mu.Lock()
	aborted := r.aborted
	r.session.mu.Unlock()
	if aborted {
		text += abortNote
	}
	if reason != nil && !aborted {
		state.Status, state.Error = "error", reason.Error()
	} else {
		title := ""
		state.Status, state.Output, state.Title = "completed", &text, &title
		state.Metadata = r.outcome(text)
	}
	r.message.Time.Completed = now
	if err := r.recordMessage(false); err != nil {
		return err
	}
	return r.recordPart(true)
}

// outcome says how the command ended and where its whole output may be read.
func (r *shell) outcome(text string) map[string]any {
	outcome := map[string]any{"output": text}
	if r.command != nil {
		status := r.command.Status()
		outcome["execID"], outcome["exit"], outcome["signal"] = status.ID, status.ExitCode, status.Signal
	}
	return outcome
}

func (r *shell) recordMessage(sync bool) error {
	return r.session.record(messageUpdated, messageData{r.message.SessionID, r.message}, sync)
}

func (r *shell) recordPart(sync bool) error {
	return r.session.record(partUpdated, partData{r.part.SessionID, r.part, r.now()}, sync)
}

func (r *shell) now() int64 { return r.session.store.Now().UnixMilli() }
