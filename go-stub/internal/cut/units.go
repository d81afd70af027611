// Package cut shortens texts as OpenCode does, whose lengths are those of
// JavaScript.
package cut

// Units answers the beginning of a text of at most limit units of UTF-16, and
// whether that is less than all of it.
func Units(text string, limit int) (string, bool) {
	units := 0
	for i, r := range text {
		units++
		if r > 0xffff {
			units++
		}
		if units > limit {
			return text[:i], true
		}
	}
	return text, false
}
