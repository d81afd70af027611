package policy

// Preview answers what Permit would ask of a question, nil where it would ask
// nothing. It asks nobody. What nobody can grant is a Forbidden.
func (p *Policy) Preview(q Question) (*Request, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	missing, err := p.missing(&q)
	if err != nil || len(missing) == 0 {
		return nil, err
	}
	request := requestOf([]*waiter{{question: q}}, missing)
	return &request, nil
}

// FolderPattern is of the directory that a touch is in, or is, in OpenCode's
// form.
func (t *Touch) FolderPattern() string { return below(nameIn(t.folder())) }
