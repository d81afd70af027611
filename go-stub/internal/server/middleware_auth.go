package server

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
)

// Headers of the identity proof: a client that has not shown the token yet
// sends a nonce and learns whether the other side knows the token too.
const (
	nonceHeader    = "X-Stub-Nonce"
	instanceHeader = "X-Stub-Instance"
	proofHeader    = "X-Stub-Proof"
	nonceLength    = 32
)

func (s *Server) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.authorized(r) {
			if err := s.crowd.Know(r.Context()); err != nil {
				s.fail(w, r, err)
				return
			}
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("WWW-Authenticate", "Bearer")
		if _, tried := r.Header["Authorization"]; !tried && s.prove(w, r.Header.Get(nonceHeader)) {
			s.fail(w, r, fault.New(fault.Unauthorized, "unauthorized", "The bearer token is missing; this is the proof that was asked for."))
			return
		}
		s.fail(w, r, s.struck(r))
	})
}

func (s *Server) authorized(r *http.Request) bool {
	bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	// Hashes have one length, so that the comparison does not tell the token's.
	given, right := sha256.Sum256([]byte(bearer)), sha256.Sum256([]byte(s.token.now()))
	return subtle.ConstantTimeCompare(given[:], right[:]) == 1 && ok
}

// prove answers whether there was something to prove it by. How often is
// bounded by the strangers that there may be: each client begins so.
func (s *Server) prove(w http.ResponseWriter, nonceHex string) bool {
	nonce, err := hex.DecodeString(nonceHex)
	if err != nil || len(nonce) != nonceLength {
		return false
	}
	w.Header().Set(instanceHeader, s.cfg.Instance)
	w.Header().Set(proofHeader, Proof(s.token.now(), nonce, s.cfg.Instance))
	return true
}

// Proof is the hex HMAC-SHA256, keyed with the token's characters, of the
// nonce's bytes and the instance id's.
func Proof(token string, nonce []byte, instance string) string {
	mac := hmac.New(sha256.New, []byte(token))
	mac.Write(nonce)
	mac.Write([]byte(instance))
	return hex.EncodeToString(mac.Sum(nil))
}
