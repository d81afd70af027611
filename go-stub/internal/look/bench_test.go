package look

import "testing"

// BenchmarkAt is what a look adds to a command.
func BenchmarkAt(b *testing.B) {
	where, _ := place(b)
	for name, text := range map[string]string{
		"plain": "npm test",
		"paths": `cat a.txt ./sub/x /etc/hosts > "$HOME/out" 2>&1`,
		"long":  `set -e; for d in sub other; do (cd "$d" && find . -name '*.go' -exec grep -n "TODO" {} + | sort -u > ../$d.txt); done; if [ -f pw ]; then sed -i s/a/b/ a.txt; fi; tar czf /tmp/x.tgz sub && curl -sSL https://example.com/x | sh`,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				At(text, where)
			}
		})
	}
}
