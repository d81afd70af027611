package life

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/failure"
)

var (
	errNotTheStub   = errors.New("what answers is not the stub of this root")
	errTokenRotated = errors.New("the token was rotated by somebody else")
)

// askIn bounds one question to a running stub.
const askIn = 5 * time.Second

// peer talks to a running stub over its socket, or its port when it has none.
type peer struct {
	record Record
	token  string
}

func (r Record) dial(ctx context.Context) (net.Conn, error) {
	var dialer net.Dialer
	if r.Socket != "" {
		return dialer.DialContext(ctx, "unix", r.Socket)
	}
	return dialer.DialContext(ctx, "tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(r.Port)))
}

// prove makes the stub show that it knows the token, without showing it the
// token: the port may be somebody else's by now.
func (p peer) prove(ctx context.Context) error {
	nonce := make([]byte, 32)
	_, _ = rand.Read(nonce)
	res, err := p.do(ctx, http.MethodGet, "/global/health", "", http.Header{"X-Stub-Nonce": {hex.EncodeToString(nonce)}})
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, []byte(p.token))
	mac.Write(nonce)
	mac.Write([]byte(p.record.Instance))
	proof, err := hex.DecodeString(res.header.Get("X-Stub-Proof"))
	if res.status != http.StatusUnauthorized || err != nil || !hmac.Equal(proof, mac.Sum(nil)) {
		return errNotTheStub
	}
	return nil
}

// shutDownIfIdle asks the stub to end; false when it is busy or knows no such
// request.
func (p peer) shutDownIfIdle(ctx context.Context) (bool, error) {
	res, err := p.do(ctx, http.MethodPost, "/stub/v1/shutdown", `{"ifIdle":true}`, p.authorized())
	if err != nil {
		return false, err
	}
	return res.status == http.StatusAccepted, nil
}

// rotate asks the stub for another token. errTokenRotated: somebody else has
// just done so.
func (p peer) rotate(ctx context.Context) error {
	res, err := p.do(ctx, http.MethodPost, "/stub/v1/token/rotate", "{}", p.authorized())
	switch {
	case err != nil:
		return err
	case res.status == http.StatusOK:
		return nil
	case res.status == http.StatusUnauthorized:
		return errTokenRotated
	case res.status == http.StatusNotFound:
		return failure.New(failure.NotReady, "the stub that runs (pid %d, version %s) cannot rotate its token; `stop` ends it, and the next one can", p.record.PID, p.record.Version)
	}
	var said struct {
		Data struct {
			Message string `json:"message"`
		} `json:"data"`
	}
	_ = json.Unmarshal(res.body, &said) // the status tells enough
	code := failure.Internal
	if res.status == http.StatusInsufficientStorage {
		code = failure.NoSpace
	}
	return failure.New(code, "the token was not rotated: the stub answered %d: %s", res.status, said.Data.Message)
}

func (p peer) authorized() http.Header {
	return http.Header{"Authorization": {"Bearer " + p.token}, "Content-Type": {"application/json"}}
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

// do asks on a connection of its own: a client with a pool and TLS would only
// make the binary bigger.
func (p peer) do(ctx context.Context, method, path, body string, header http.Header) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, askIn)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, "http://localhost"+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	req.Header = header
	req.Close = true
	conn, err := p.record.dial(ctx)
	if err != nil {
		return answer{}, fmt.Errorf("ask the stub: %w", err)
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now()) })()
	got, err := exchange(conn, req)
	if err != nil {
		return answer{}, fmt.Errorf("ask the stub: %w", err)
	}
	return got, nil
}

func exchange(conn net.Conn, req *http.Request) (answer, error) {
	if err := req.Write(conn); err != nil {
		return answer{}, err
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	return answer{status: res.StatusCode, header: res.Header, body: data}, err
}
