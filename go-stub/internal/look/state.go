package look

import (
	"maps"
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// variable is all that it may be by now.
type variable struct {
	values  []string
	unknown bool // or something else
	list    bool // an array: values are its elements
	number  bool // a number, whichever
}

// function is a body with the text that it is part of.
type function struct {
	body   *syntax.Stmt
	source string
}

// state is what a shell knows at a point of the text.
type state struct {
	dirs    []string // where it may be; logical, as a shell keeps it
	lost    bool     // or somewhere else
	stay    []string // where it is if the last change of directory failed
	stack   []string // of pushd
	vars    map[string]variable
	args    []field // $1 and on
	anyArgs bool    // they are unknown
	funcs   map[string]function
	input   *string // what commands read, where it is known
	piped   bool    // what they read comes from another command or a file
	dead    bool    // nothing after this point is run
}

func newState(dir string) *state {
	return &state{dirs: []string{dir}, vars: map[string]variable{}, funcs: map[string]function{}}
}

func (s *state) clone() *state {
	c := *s
	c.dirs, c.stack = slices.Clone(s.dirs), slices.Clone(s.stack)
	c.vars, c.funcs = maps.Clone(s.vars), maps.Clone(s.funcs)
	return &c
}

// merge makes s what is known where both ways may have been taken.
func (s *state) merge(other *state) {
	if other.dead {
		return
	}
	if s.dead {
		*s = *other
		return
	}
	for _, dir := range other.dirs {
		s.addDir(dir)
	}
	s.lost = s.lost || other.lost
	for name, theirs := range other.vars {
		mine, ok := s.vars[name]
		if !ok {
			theirs.unknown = true
			s.vars[name] = theirs
			continue
		}
		s.vars[name] = mine.or(theirs)
	}
	for name, mine := range s.vars {
		if _, ok := other.vars[name]; !ok && !mine.unknown {
			mine.unknown = true
			s.vars[name] = mine
		}
	}
	for name, f := range other.funcs {
		s.funcs[name] = f
	}
}

func (s *state) addDir(dir string) {
	switch {
	case slices.Contains(s.dirs, dir):
	case len(s.dirs) >= maxValues:
		s.lost = true
	default:
		s.dirs = append(s.dirs, dir)
	}
}

func (v variable) or(other variable) variable {
	if v.list != other.list || v.number != other.number {
		return variable{unknown: true}
	}
	joined := variable{values: slices.Clone(v.values), unknown: v.unknown || other.unknown, list: v.list, number: v.number}
	if v.list {
		if !slices.Equal(v.values, other.values) {
			joined.unknown = true
		}
		return joined
	}
	for _, value := range other.values {
		if slices.Contains(joined.values, value) {
			continue
		}
		if len(joined.values) >= maxValues {
			joined.unknown = true
			break
		}
		joined.values = append(joined.values, value)
	}
	return joined
}
