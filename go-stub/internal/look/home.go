package look

import (
	"os/user"
	"strings"
)

// homeOf is what "~", "~name" and "~+" stand for.
func (w *walker) homeOf(tilde string, s *state) (string, bool) {
	switch tilde {
	case "~":
		if home, ok := s.vars["HOME"]; ok {
			if len(home.values) == 1 && !home.unknown {
				return home.values[0], true
			}
			return "", false
		}
		return w.where.Home, w.where.Home != ""
	case "~+":
		if len(s.dirs) == 1 {
			return s.dirs[0], true
		}
		return "", false
	}
	if strings.ContainsAny(tilde, "$`\\'\"*?[") || !w.spend(100) {
		return "", false
	}
	found, err := user.Lookup(tilde[1:])
	if err != nil {
		return "", false
	}
	return found.HomeDir, true
}
