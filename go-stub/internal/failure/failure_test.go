package failure

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
)

func TestCodesOfErrors(t *testing.T) {
	for code, errs := range map[Code][]error{
		NoSpace:    {syscall.ENOSPC, syscall.EDQUOT},
		Permission: {syscall.EACCES, syscall.EPERM},
		ReadOnly:   {syscall.EROFS},
		BadRoot:    {fmt.Errorf("%w: %w", layout.ErrBadRoot, syscall.EACCES)},
		NotReady:   {New(NotReady, "no answer: %w", syscall.EACCES)},
		Internal:   {errors.New("else")},
	} {
		for _, err := range errs {
			wrapped := fmt.Errorf("start: %w", &os.PathError{Op: "open", Path: "/x", Err: err})
			if got := CodeOf(wrapped); got != code {
				t.Errorf("%v is %s, want %s", wrapped, got, code)
			}
		}
	}
}

func TestAMessageSaysWhatToDoOnce(t *testing.T) {
	full := fmt.Errorf("write: %w", syscall.ENOSPC)
	message := Message(full)
	if !strings.HasPrefix(message, full.Error()+"; ") || !strings.Contains(message, "free some space") {
		t.Error(message)
	}
	if again := Message(New(NoSpace, "%s", message)); again != message {
		t.Error(again)
	}
}
