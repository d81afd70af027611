package logfile

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	// linesAtOnce of one message are written, and one every lineEvery after
	// them, which says how many were left out.
	linesAtOnce = 100
	lineEvery   = time.Second
	// maxMessages bounds the messages that are told apart.
	maxMessages = 256
)

// calm leaves lines out of a message that repeats itself. Which those are is
// decided by the message alone: its values may be an attacker's.
type calm struct {
	slog.Handler
	counts *counts
}

type counts struct {
	mu  sync.Mutex
	of  map[string]*count
	now func() time.Time
}

type count struct {
	left float64
	at   time.Time
	out  int
}

func newCalm(inner slog.Handler, now func() time.Time) slog.Handler {
	return calm{inner, &counts{of: map[string]*count{}, now: now}}
}

// Handle is of slog.Handler.
func (c calm) Handle(ctx context.Context, record slog.Record) error {
	out, write := c.counts.add(record.Message)
	if !write {
		return nil
	}
	if out > 0 {
		record = record.Clone()
		record.AddAttrs(slog.Int("left_out", out))
	}
	return c.Handler.Handle(ctx, record)
}

// WithAttrs is of slog.Handler.
func (c calm) WithAttrs(attrs []slog.Attr) slog.Handler {
	return calm{c.Handler.WithAttrs(attrs), c.counts}
}

// WithGroup is of slog.Handler.
func (c calm) WithGroup(name string) slog.Handler {
	return calm{c.Handler.WithGroup(name), c.counts}
}

// add answers whether a line is written, and how many before it were not.
func (c *counts) add(message string) (out int, write bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	one := c.of[message]
	if one == nil {
		if len(c.of) >= maxMessages {
			c.forget(now)
		}
		if len(c.of) >= maxMessages {
			message = "" // those that are too many are one
			one = c.of[message]
		}
	}
	if one == nil {
		one = &count{left: linesAtOnce, at: now}
		c.of[message] = one
	}
	one.left = min(linesAtOnce, one.left+float64(now.Sub(one.at))/float64(lineEvery))
	one.at = now
	if one.left < 1 {
		one.out++
		return 0, false
	}
	one.left--
	out, one.out = one.out, 0
	return out, true
}

// forget drops the messages that were quiet for long enough.
func (c *counts) forget(now time.Time) {
	for message, one := range c.of {
		if now.Sub(one.at) >= linesAtOnce*lineEvery {
			delete(c.of, message)
		}
	}
}
