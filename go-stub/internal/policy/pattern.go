// Package policy decides where commands may run: inside their workspace, where
// an approval says so, and else where the user says so when asked.
package policy

// Matches reports whether a pattern covers a text: '*' stands for any run of
// characters, '/' too (as in OpenCode's patterns), '?' for one byte. Its cost
// is at most the product of the lengths.
func Matches(pattern, text string) bool {
	p, t := 0, 0
	star, mark := -1, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// Covers reports whether a pattern covers a directory: "/etc/*" covers /etc
// and all below it.
func Covers(pattern, dir string) bool {
	return Matches(pattern, dir) || Matches(pattern, withSlash(dir))
}

func withSlash(dir string) string {
	if dir == "/" {
		return dir
	}
	return dir + "/"
}

// Inside reports whether dir is root or lies below it. Both are clean.
func Inside(root, dir string) bool {
	return root != "" && (dir == root || len(dir) > len(root) && dir[:len(withSlash(root))] == withSlash(root))
}
