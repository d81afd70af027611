package search

import "strings"

// maxBacktracks is fuzzysort's bound for matching at beginnings of words.
const maxBacktracks = 200

// findBegins fills, for each place, where the next word begins after it.
func (s *scorer) findBegins(t *target) {
	n := len(t.path)
	if cap(s.begins) < n {
		s.begins = make([]int, 0, max(n, 256))
	}
	s.begins = s.begins[:n]
	last := 0
	wasUpper, wasWord := false, false
	for i := range n {
		c := t.path[i]
		upper := c >= 'A' && c <= 'Z'
		word := upper || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if upper && !wasUpper || !wasWord || !word {
			for ; last < i; last++ {
				s.begins[last] = i
			}
		}
		wasUpper, wasWord = upper, word
	}
	for ; last < n; last++ {
		s.begins[last] = n
	}
}

// matchBegins looks for the word so that each of its runs is at a beginning.
func (s *scorer) matchBegins(word string, t *target) bool {
	s.strict = s.strict[:0]
	n := len(t.lower)
	at := 0
	if s.loose[0] > 0 {
		at = s.begins[s.loose[0]-1]
	}
	tries := 0
	for at != n || len(s.strict) > 0 {
		switch {
		case at >= n:
			if len(s.strict) == 0 {
				return false
			}
			if tries++; tries > maxBacktracks {
				return false
			}
			at = s.begins[s.strict[len(s.strict)-1]]
			s.strict = s.strict[:len(s.strict)-1]
		case word[len(s.strict)] == t.lower[at]:
			if s.strict = append(s.strict, at); len(s.strict) == len(word) {
				return true
			}
			at++
		default:
			at = s.begins[at]
		}
		if at >= n && len(s.strict) == 0 {
			return false
		}
	}
	return false
}

// findPart looks for the word as it is: at a beginning when there is one.
func (s *scorer) findPart(word string, t *target) (int, bool) {
	first := strings.Index(t.lower[s.loose[0]:], word)
	if first < 0 {
		return -1, false
	}
	first += s.loose[0]
	if first == 0 || s.begins[first-1] == first {
		return first, true
	}
	for at := s.begins[first]; at < len(t.lower); at = s.begins[at] {
		if strings.HasPrefix(t.lower[at:], word) {
			return at, true
		}
	}
	return first, false
}

// rate is fuzzysort's formula.
func (s *scorer) rate(found []int, length int, atBegins, part, partAtBegin bool) float64 {
	score, gaps := 0.0, 0
	for i := 1; i < len(found); i++ {
		if found[i]-found[i-1] != 1 {
			score -= float64(found[i])
			gaps++
		}
	}
	spread := found[len(found)-1] - found[0] - (len(found) - 1)
	score -= float64((12 + spread) * gaps)
	if found[0] != 0 {
		score -= float64(found[0]*found[0]) * 0.2
	}
	if !atBegins {
		score *= 1000
	} else {
		words := 1
		for at := s.begins[0]; at < length; at = s.begins[at] {
			words++
		}
		if words > 24 {
			score *= float64((words - 24) * 10)
		}
	}
	rest := float64(length-len(found)) / 2
	score -= rest
	if part {
		score /= float64(1 + len(found)*len(found))
	}
	if partAtBegin {
		score /= float64(1 + len(found)*len(found))
	}
	return score - rest
}
