package pty

import (
	"crypto/rand"
	"sync"
	"time"
)

// TicketLife is how long a ticket opens a terminal, once.
const TicketLife = 60 * time.Second

// maxTickets bounds those that nobody used.
const maxTickets = 1024

// Tickets let a client that can send no header open one terminal. It is safe
// for concurrent use.
type Tickets struct {
	now func() time.Time

	mu  sync.Mutex
	all map[string]ticket
}

type ticket struct {
	workspaceID, ptyID string
	until              time.Time
}

// NewTickets makes an empty set.
func NewTickets(now func() time.Time) *Tickets {
	return &Tickets{now: now, all: map[string]ticket{}}
}

// Issue answers a ticket for a terminal.
func (t *Tickets) Issue(workspaceID, ptyID string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for text, one := range t.all {
		if t.now().After(one.until) || len(t.all) >= maxTickets {
			delete(t.all, text)
		}
	}
	text := rand.Text()
	t.all[text] = ticket{workspaceID, ptyID, t.now().Add(TicketLife)}
	return text
}

// Consume says whether a ticket is for this terminal. It is good once.
func (t *Tickets) Consume(text, workspaceID, ptyID string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	one, ok := t.all[text]
	delete(t.all, text)
	return ok && one.workspaceID == workspaceID && one.ptyID == ptyID && !t.now().After(one.until)
}
