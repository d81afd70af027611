package policy

import "time"

// Approval is an "always" of the user, of one workspace.
type Approval struct {
	// Pattern is what it is listed and revoked by.
	Pattern string `json:"pattern"`
	// Path is what it was given for, resolved; of a pattern with wildcards
	// within, the directory that they are below. Where it leads to now, should
	// it have become a link, was never approved.
	Path   string `json:"path"`
	Tree   bool   `json:"tree"` // with all below Path
	Access Access `json:"access"`
	By     string `json:"by"`    // who gave it: a session, or what the client says
	At     int64  `json:"at"`    // Unix milliseconds
	Until  int64  `json:"until"` // Unix milliseconds; 0 for good
}

// covers says whether it grants a touch, which is in the secret if that is not "".
func (a *Approval) covers(t Touch, secret string, now time.Time) bool {
	if a.expired(now) || !a.Access.Has(t.Access) || !a.reaches(t) {
		return false
	}
	return secret == "" || Inside(secret, a.Path)
}

func (a *Approval) reaches(t Touch) bool {
	if a.plain() {
		return a.Path == t.Path && (a.Tree || !t.Tree) || a.Tree && Inside(a.Path, t.Path)
	}
	return Inside(a.Path, t.Path) && Covers(a.Pattern, t.Path) && (!t.Tree || Matches(a.Pattern, withSlash(t.Path)))
}

// plain says that Path decides alone: a name may contain '*'.
func (a *Approval) plain() bool {
	name := nameIn(a.Path)
	return a.Pattern == a.Path || a.Pattern == name || a.Tree && (a.Pattern == below(a.Path) || a.Pattern == below(name))
}

func (a *Approval) expired(now time.Time) bool { return a.Until != 0 && now.UnixMilli() >= a.Until }

// contains says that it grants whatever the other does, for as long. The other
// is in the secret if that is not "".
func (a *Approval) contains(b *Approval, secret string) bool {
	if !a.Access.Has(b.Access) || a.Until != 0 && (b.Until == 0 || b.Until > a.Until) || secret != "" && !Inside(secret, a.Path) {
		return false
	}
	return a.plain() && b.plain() && a.reaches(Touch{Path: b.Path, Tree: b.Tree}) || a.Pattern == b.Pattern && a.Path == b.Path
}

// below is the pattern of a directory and all that is in it.
func below(dir string) string { return withSlash(dir) + "*" }
