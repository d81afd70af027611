package server

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

const (
	// bodyStill is how long a body may stand still, and bodyIn how long it may
	// take in all, when it is no stream.
	bodyStill = 30 * time.Second
	bodyIn    = 10 * time.Minute
	// uploadStill is bodyStill of a file's content: a line that is lost for a
	// moment does not lose it.
	uploadStill = 2 * time.Minute
	// restIn is how long the rest of a body that nobody read is waited for.
	restIn = 2 * time.Second
	// answerStill is how long a client may take nothing of an answer.
	answerStill = time.Minute
	// moveEvery spares the deadline the thousands of pieces of a fast upload.
	moveEvery = time.Second
)

// paced gives up a body that stands still.
type paced struct {
	io.ReadCloser
	control *http.ResponseController
	still   time.Duration // 0: it may
	until   time.Time     // zero: for ever
	moved   time.Time
	over    bool
}

// pace bounds a request's body in time. What it answers is called after the
// request.
func pace(r *http.Request, control *http.ResponseController) (done func()) {
	if r.ContentLength == 0 {
		return func() {}
	}
	body := &paced{ReadCloser: r.Body, control: control, still: bodyStill, until: time.Now().Add(bodyIn)}
	body.move()
	r.Body = body
	return func() {
		if body.still > 0 && !body.over {
			_ = control.SetReadDeadline(time.Now().Add(restIn))
		}
	}
}

// paceStream lets a body take its time, as long as it does not stand still for
// longer than this; 0 lets it do that too.
func paceStream(r *http.Request, still time.Duration) {
	body, ok := r.Body.(*renewing)
	var inner io.ReadCloser = r.Body
	if ok {
		inner = body.ReadCloser
	}
	if body, ok := inner.(*paced); ok {
		body.still, body.until = still, time.Time{}
		body.move()
	}
}

func (b *paced) move() {
	b.moved = time.Now()
	deadline := time.Time{}
	if b.still > 0 {
		deadline = b.moved.Add(b.still)
		if !b.until.IsZero() && deadline.After(b.until) {
			deadline = b.until
		}
	}
	_ = b.control.SetReadDeadline(deadline)
}

func (b *paced) Read(p []byte) (int, error) {
	if b.still > 0 && time.Since(b.moved) >= moveEvery {
		b.move()
	}
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) && !b.over {
		b.over = true
		if b.still > 0 {
			// What is read from now on only looks whether the client is there.
			_ = b.control.SetReadDeadline(time.Time{})
		}
	}
	return n, err
}

// tooSlow says that a body stood still.
func tooSlow(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }

// patient gives a client time to take each piece of an answer, but not for
// ever. The last deadline stays for what net/http still has to send.
type patient struct {
	http.ResponseWriter
	control *http.ResponseController
}

func newPatient(w http.ResponseWriter) patient {
	return patient{w, http.NewResponseController(w)}
}

const pieceSize = 256 << 10

func (w patient) Write(p []byte) (n int, err error) {
	for first := true; first || len(p) > 0; first = false {
		piece := p[:min(len(p), pieceSize)]
		_ = w.control.SetWriteDeadline(time.Now().Add(answerStill))
		wrote, err := w.ResponseWriter.Write(piece)
		n += wrote
		if err != nil {
			return n, err
		}
		p = p[len(piece):]
	}
	return n, nil
}
