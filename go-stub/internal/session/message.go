package session

// Model names who answered; a shell command has whoever the user talks to.
type Model struct {
	ProviderID string `json:"providerID"`
	ModelID    string `json:"modelID"`
	Variant    string `json:"variant,omitempty"`
}

type userMessage struct {
	ID        string          `json:"id"`
	SessionID string          `json:"sessionID"`
	Role      string          `json:"role"`
	Time      messageTime     `json:"time"`
	Agent     string          `json:"agent"`
	Model     Model           `json:"model"`
	System    string          `json:"system,omitempty"`
	Tools     map[string]bool `json:"tools,omitempty"`
}

type assistantMessage struct {
	ID         string      `json:"id"`
	SessionID  string      `json:"sessionID"`
	Role       string      `json:"role"`
	Time       messageTime `json:"time"`
	ParentID   string      `json:"parentID"`
	ModelID    string      `json:"modelID"`
	ProviderID string      `json:"providerID"`
	Mode       string      `json:"mode"`
	Agent      string      `json:"agent"`
	Path       messagePath `json:"path"`
	Cost       float64     `json:"cost"`
	Tokens     Tokens      `json:"tokens"`
	Finish     string      `json:"finish,omitempty"`
}

type messageTime struct {
	Created   int64 `json:"created"`
	Completed int64 `json:"completed,omitempty"`
}

type messagePath struct {
	Cwd  string `json:"cwd"`
	Root string `json:"root"`
}

type textPart struct {
	ID        string `json:"id"`
	SessionID string `json:"sessionID"`
	MessageID string `json:"messageID"`
	Type      string `json:"type"`
	Text      string `json:"text"`
	Synthetic bool   `json:"synthetic"`
}

type toolPart struct {
	ID        string    `json:"id"`
	SessionID string    `json:"sessionID"`
	MessageID string    `json:"messageID"`
	Type      string    `json:"type"`
	CallID    string    `json:"callID"`
	Tool      string    `json:"tool"`
	State     toolState `json:"state"`
}

// toolState has the properties of OpenCode's running, completed and error states.
type toolState struct {
	Status   string         `json:"status"`
	Input    map[string]any `json:"input"`
	Output   *string        `json:"output,omitempty"`
	Error    string         `json:"error,omitempty"`
	Title    *string        `json:"title,omitempty"`
	Metadata map[string]any `json:"metadata,omitempty"`
	Time     toolTime       `json:"time"`
}

type toolTime struct {
	Start int64 `json:"start"`
	End   int64 `json:"end,omitempty"`
}

type messageData struct {
	SessionID string `json:"sessionID"`
	Info      any    `json:"info"`
}

type partData struct {
	SessionID string `json:"sessionID"`
	Part      any    `json:"part"`
	Time      int64  `json:"time"`
}
