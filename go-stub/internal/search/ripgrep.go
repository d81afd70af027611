package search

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/program"
)

// maxRecord bounds one line of ripgrep's output; a longer one is passed over.
const maxRecord = 16 << 20

// FindRipgrep answers the host's rg, "" where there is none. One that lies in
// root is not taken.
func FindRipgrep(root string) string { return program.Find("rg", root) }

// ripgrep runs rg with the arguments of OpenCode.
func ripgrep(ctx context.Context, q TextQuery, take *taker) error {
	args := []string{"--no-config", "--json", "--hidden", "--no-messages"}
	if q.Include != "" {
		args = append(args, "--glob="+q.Include)
	}
	cmd := exec.CommandContext(ctx, q.Ripgrep, append(args, "--glob=!**/.git/**", "--", q.Pattern, "./"+q.File)...)
	cmd.Dir = q.Root
	cmd.Env = ripgrepEnv(q.Home)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = time.Second
	var complaint bytes.Buffer
	cmd.Stderr = &firstBytes{to: &complaint, left: 8 << 10}
	output, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	readRecords(output, take)
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && (exit.ExitCode() == 1 || exit.ExitCode() == 2) {
		said := complaint.String()
		if strings.Contains(said, "regex parse error") || strings.Contains(said, "error parsing regex") || strings.Contains(said, "not allowed in a regex") {
			return invalid("%s", strings.TrimSpace(said))
		}
		if strings.Contains(said, "error parsing glob") {
			return fault.Bad("include", "invalid_pattern", "%q is not a pattern of file names: %s", q.Include, strings.TrimSpace(said))
		}
		take.partial.Store(exit.ExitCode() == 2)
		return nil // nothing found, or a part of the tree could not be read
	}
	return err
}

func ripgrepEnv(home string) []string {
	env := []string{"HOME=" + home}
	for _, name := range []string{"PATH", "XDG_CONFIG_HOME", "LANG", "LC_ALL"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// record is a line of rg --json. Text that is not UTF-8 comes as bytes.
type record struct {
	Type string
	Data struct {
		Path       rawText
		Lines      rawText
		LineNumber int64 `json:"line_number"`
		Offset     int64 `json:"absolute_offset"`
		Submatches []struct{ Start, End int }
	}
}

type rawText struct {
	Text  *string
	Bytes []byte
}

func (t rawText) raw() []byte {
	if t.Text != nil {
		return []byte(*t.Text)
	}
	return t.Bytes
}

func readRecords(output io.Reader, take *taker) {
	in := bufio.NewReaderSize(output, readBuffer)
	for {
		line, err := readRecord(in)
		if bytes.HasPrefix(line, []byte(`{"type":"match"`)) {
			var r record
			if json.Unmarshal(line, &r) == nil {
				take.add(r.match())
			}
		}
		if err != nil {
			return
		}
	}
}

// readRecord answers nil for a line that is too long.
func readRecord(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) <= maxRecord {
			line = append(line, part...)
		} else {
			line = line[:0]
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

func (r *record) match() Match {
	line := r.Data.Lines.raw()
	var places [][]int
	for _, one := range r.Data.Submatches[:min(len(r.Data.Submatches), maxSubmatches)] {
		if one.Start >= 0 && one.Start <= one.End && one.End <= len(line) {
			places = append(places, []int{one.Start, one.End})
		}
	}
	path := strings.TrimPrefix(string(r.Data.Path.raw()), "./")
	return newMatch(path, line, r.Data.LineNumber, r.Data.Offset, places)
}

// firstBytes keeps the beginning of what is written.
type firstBytes struct {
	to   *bytes.Buffer
	left int
}

func (f *firstBytes) Write(p []byte) (int, error) {
	n := min(len(p), f.left)
	f.left -= n
	f.to.Write(p[:n])
	return len(p), nil
}
