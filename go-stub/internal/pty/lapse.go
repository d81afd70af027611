package pty

import "time"

// EndPermitted hangs up the terminals of a workspace that were permitted at a
// time or later, and counts them; it does not wait. Their output says why.
func (t *Table) EndPermitted(workspaceID string, since time.Time, why string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	ended := 0
	for _, one := range t.terminals {
		if one.spec.WorkspaceID != workspaceID || !one.running() || one.spec.Permitted.UnixMilli() < since.UnixMilli() {
			continue
		}
		one.output.add([]byte("\r\n[ended by orssh: " + why + "]\r\n"))
		one.end()
		ended++
	}
	return ended
}
