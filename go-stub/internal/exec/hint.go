package exec

// hintedOutput is how much of the last output a hint is looked for in.
const hintedOutput = 8 << 10

// hint says of a command that failed what it was probably kept from: at the end
// of its output, or beside it where the output is to be the command's own.
func (c *Command) hint() {
	c.mu.Lock()
	failed, quiet := c.exitCode != nil && *c.exitCode != 0, c.killed || c.timedOut || c.endedBy != ""
	c.mu.Unlock()
	if c.held == nil || !failed || quiet {
		return
	}
	stream := byte(FrameStderr)
	if c.spec.Streams == "merged" {
		stream = FrameStdout
	}
	said := c.guard.Hint(c.held, c.cwd, c.ring.last(stream, hintedOutput))
	switch {
	case said == "":
	case c.spec.OnFull == "block":
		c.mu.Lock()
		c.hinted = said
		c.mu.Unlock()
	default:
		text := "\n[orssh: " + said + "]\n"
		c.note(text)
	}
}
