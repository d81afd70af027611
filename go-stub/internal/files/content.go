package files

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// How much of a file is answered.
const (
	maxText   = 4 << 20
	maxBinary = 10 << 20
)

// Content is a file in the shape of OpenCode's GET /file/content. What was cut
// says so: at the end of a text for people, and in Truncated and Size.
type Content struct {
	Type      string `json:"type"` // "text" or "binary"
	Content   string `json:"content"`
	Encoding  string `json:"encoding,omitempty"` // "base64" for binary
	MimeType  string `json:"mimeType,omitempty"`
	Truncated bool   `json:"truncated,omitempty"`
	Size      int64  `json:"size,omitempty"` // of the file, when it was cut
}

// Content reads a file. One that is not there is an empty text, as OpenCode
// has it: clients ask for files that were deleted.
func (p Place) Content(name string) (Content, error) {
	path, err := p.Resolve(name)
	if missing(err) {
		return Content{Type: "text"}, nil
	}
	if err != nil {
		return Content{}, err
	}
	f, info, err := open(name, path, false)
	if missing(err) {
		return Content{Type: "text"}, nil
	}
	if err != nil {
		return Content{}, err
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxBinary+1))
	if err != nil {
		return Content{}, explain(name, err)
	}
	return contentOf(path.Real, data, max(info.Size, int64(len(data)))), nil
}

func missing(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Kind == fault.NotFound
}

func contentOf(name string, data []byte, size int64) Content {
	head := data
	if len(head) > maxText {
		head = wholeRunes(head[:maxText])
	}
	if bytes.IndexByte(head, 0) < 0 && utf8.Valid(head) {
		c := Content{Type: "text", Content: strings.TrimSpace(strings.TrimPrefix(string(head), "\uFEFF"))}
		if len(head) < len(data) || int64(len(data)) < size {
			c.Truncated, c.Size = true, size
			c.Content += fmt.Sprintf("\n\n[cut here: these are the first %d of %d bytes of the file]", len(head), size)
		}
		return c
	}
	c := Content{Type: "binary", Encoding: "base64", MimeType: MimeType(name)}
	if size > maxBinary {
		// A part of an image or an archive is of no use to anybody.
		c.Truncated, c.Size = true, size
		return c
	}
	c.Content = base64.StdEncoding.EncodeToString(data)
	return c
}

// wholeRunes takes the beginning of a character off the end.
func wholeRunes(data []byte) []byte {
	for back := 1; back < utf8.UTFMax && back <= len(data); back++ {
		if c := data[len(data)-back]; utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(data[len(data)-back:]) {
				return data[:len(data)-back]
			}
			break
		}
	}
	return data
}

// Open opens a file for reading it as it is, and says how large it is. The
// caller closes it.
func (p Place) Open(name string) (from io.ReadCloser, size int64, err error) {
	path, err := p.Resolve(name)
	if err != nil {
		return nil, 0, err
	}
	f, info, err := open(name, path, false)
	if err != nil {
		return nil, 0, err
	}
	may := func() error {
		return p.permit(Target{Name: name, Path: path.Absolute, Resolved: path.Real}, policy.Read)
	}
	return struct {
		io.Reader
		io.Closer
	}{granted(f, may), f}, info.Size, nil
}
