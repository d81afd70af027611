package exec

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

func FuzzSpec(f *testing.F) {
	for _, seed := range []string{
		`{"command":"ls"}`, `{"argv":["a","b"],"env":{"K":"V"}}`, `{"argv":[""]}`, `{"command":"a","argv":["b"]}`, `{"command":"a","env":{"":"x"}}`,
		`{"command":"a","keepBytes":99999999999}`, `{"command":"a\u0000"}`, `{"command":"a","stdinData":"AAAA","stdin":"none"}`, `null`, `[]`, `{"command":"a","onFull":"block","keepBytes":1}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var spec Spec
		if json.Unmarshal(data, &spec) != nil {
			return
		}
		if err := spec.Check(); err != nil {
			var blamed *fault.Error
			if !errors.As(err, &blamed) || blamed.Field == "" || blamed.Kind != fault.BadRequest {
				t.Errorf("%s: %v", data, err)
			}
			return
		}
		if keep := spec.keep(); keep <= 0 || keep > MaxKeep {
			t.Errorf("%s keeps %d", data, keep)
		}
		if argv := spec.argv(); argv[0] == "" || strings.Contains(strings.Join(argv, ""), "\x00") {
			t.Errorf("%s runs %q", data, argv)
		}
		same := spec
		same.Key = "another"
		if spec.fingerprint() != same.fingerprint() {
			t.Errorf("%s: the key is in the fingerprint", data)
		}
	})
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("12 (sh) S 1 12 12 0 -1"), byte('S'), 12, 12)
	f.Add([]byte("12 (a) b) c (S) R 1 13 12 0"), byte('R'), 13, 12)
	f.Add([]byte(""), byte(0), 0, 0)
	f.Add([]byte("12 ("), byte(0), 0, 0)
	f.Add([]byte(")"), byte(0), 0, 0)
	f.Fuzz(func(t *testing.T, stat []byte, _ byte, _, _ int) {
		parseStat(stat) // must not panic
	})
}

func TestANameWithParenthesesDoesNotHideTheSession(t *testing.T) {
	state, group, session := parseStat([]byte("12 (a) b) c (S) R 1 13 14 0 -1\n"))
	if state != 'R' || group != 13 || session != 14 {
		t.Errorf("got %c %d %d", state, group, session)
	}
}
