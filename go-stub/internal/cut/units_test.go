package cut

import "testing"

func TestATextIsCutByUnitsOfUTF16(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  string
		cut   bool
	}{
		{"abc", 3, "abc", false},
		{"abcd", 3, "abc", true},
		{"äöü", 2, "äö", true},
		{"a😀b", 2, "a", true},
		{"a😀b", 3, "a😀", true},
		{"", 0, "", false},
	} {
		if got, isCut := Units(c.text, c.limit); got != c.want || isCut != c.cut {
			t.Errorf("%q to %d: %q, %v", c.text, c.limit, got, isCut)
		}
	}
}
