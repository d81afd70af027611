package exec

// hintedOutput is how much of the last output a hint is looked for in.
const hintedOutput = 8 << 10

// hint ends the output of a command that failed with what it was probably
// kept from.
func (c *Command) hint() {
	c.mu.Lock()
	failed, quiet := c.exitCode != nil && *c.exitCode != 0, c.killed || c.timedOut || c.lapsed != ""
	c.mu.Unlock()
	if c.held == nil || !failed || quiet || c.spec.OnFull == "block" {
		return
	}
	_, end := c.ring.bounds()
	var last []byte
	for at := max(0, end-hintedOutput); at < end; {
		piece := c.ring.take(at)
		if piece.data == nil {
			break
		}
		last = append(last, piece.data...)
		at = piece.offset + int64(len(piece.data))
		c.ring.done(piece)
	}
	if said := c.guard.Hint(c.held, c.cwd, last); said != "" {
		c.note("\n[orssh: " + said + "]\n")
	}
}
