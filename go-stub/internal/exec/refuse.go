package exec

// refuse ends a command that never ran.
func (c *Command) refuse(err error) {
	c.mu.Lock()
	c.state = Denied
	c.failure = err
	c.ended = c.now()
	c.mu.Unlock()
	c.stdin.close()
	c.refused(err)  // before the caller knows: it may ask again with the same key
	c.ring.finish() // who knows of its end finds the whole of its output
	close(c.decided)
	close(c.done)
}

// failToStart ends the command as a shell would: with a message on stderr and
// 126 or 127.
func (c *Command) failToStart(err error) {
	message := []byte(explain(c.spec.argv()[0], err))
	seg := newSegment(max(smallestSegment, len(message)))
	copy(seg.buf, message)
	c.ring.append(FrameStderr, seg, len(message))
	code := exitCodeOf(err)
	if starves(err) && c.starved != nil {
		c.starved(err)
	}
	c.mu.Lock()
	c.state, c.started, c.ended, c.exitCode = Exited, c.now(), c.now(), &code
	c.mu.Unlock()
	c.stdin.close()
	c.ring.finish()
	close(c.decided)
	close(c.done)
}
