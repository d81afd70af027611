package sandbox

import "testing"

func TestNoNameIsReadAsOtherGrants(t *testing.T) {
	two := []grant{{"/none", 1}, {"/nowhere", 1}}
	one := []grant{{"/none 1 0 0\n/nowhere", 1}}
	if keyOf(0, two, nil) == keyOf(0, one, nil) {
		t.Error("of grants")
	}
	if keyOf(0, nil, []string{"/a", "/b"}) == keyOf(0, nil, []string{"/a\x00/b"}) {
		t.Error("of what is hidden")
	}
}
