package policy

import (
	"fmt"
	"testing"
)

// BenchmarkDecision is what a command of ten paths costs, with its rules.
func BenchmarkDecision(b *testing.B) {
	p := newPlace(b)
	for i := range 500 {
		p.write(fmt.Sprintf("app/d%d/f%d", i%20, i))
	}
	p.approve(p.outside, All, true)
	var touches []Touch
	for i := range 10 {
		touches = append(touches, read(fmt.Sprint(p.outside, "/sub/f", i)))
	}
	q := p.question("cat", touches...)
	b.Run("missing", func(b *testing.B) {
		for b.Loop() {
			if !p.may(q) {
				b.Fatal("it is missing")
			}
		}
	})
	b.Run("rules", func(b *testing.B) {
		for b.Loop() {
			if rules := p.RulesFor(q); len(rules) == 0 || len(p.Hidden(rules)) == 0 {
				b.Fatal("no rules")
			}
		}
	})
	b.Run("resolve", func(b *testing.B) {
		for b.Loop() {
			_, _, _ = Follow(p.outside + "/a")
		}
	})
}
