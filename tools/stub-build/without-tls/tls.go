// Package tls stands in for crypto/tls in the stub's build: what net/http names
// of it, and none of it works. The stub speaks HTTP on a socket of its user and
// on 127.0.0.1, and asks nobody by https.
package tls

import (
	"context"
	"errors"
	"net"
)

var errNone = errors.New("tls: this program is built without it")

// VersionTLS12 and VersionTLS13 are as the protocol has them.
const (
	VersionTLS12 = 0x0303
	VersionTLS13 = 0x0304
)

// ClientHelloInfo is what a server would choose a certificate by.
type ClientHelloInfo struct{ ServerName string }

// Certificate is none.
type Certificate struct{ Certificate [][]byte }

// Config has what net/http sets.
type Config struct {
	Certificates       []Certificate
	GetCertificate     func(*ClientHelloInfo) (*Certificate, error)
	GetConfigForClient func(*ClientHelloInfo) (*Config, error)
	NextProtos         []string
	ServerName         string
}

// Clone is for who changes it.
func (c *Config) Clone() *Config {
	if c == nil {
		return nil
	}
	clone := *c
	return &clone
}

// ConnectionState has what net/http reads.
type ConnectionState struct {
	NegotiatedProtocol         string
	NegotiatedProtocolIsMutual bool
}

// RecordHeaderError is never met.
type RecordHeaderError struct {
	Msg          string
	RecordHeader [5]byte
	Conn         net.Conn
}

func (e RecordHeaderError) Error() string { return e.Msg }

// Conn is a connection on which nothing can be said.
type Conn struct{ net.Conn }

// HandshakeContext fails.
func (c *Conn) HandshakeContext(context.Context) error { return errNone }

// Handshake fails.
func (c *Conn) Handshake() error { return errNone }

// ConnectionState is of no connection.
func (c *Conn) ConnectionState() ConnectionState { return ConnectionState{} }

// VerifyHostname fails.
func (c *Conn) VerifyHostname(string) error { return errNone }

// NetConn is what it is around.
func (c *Conn) NetConn() net.Conn { return c.Conn }

// Read fails.
func (c *Conn) Read([]byte) (int, error) { return 0, errNone }

// Write fails.
func (c *Conn) Write([]byte) (int, error) { return 0, errNone }

// Client is one that fails.
func Client(conn net.Conn, _ *Config) *Conn { return &Conn{conn} }

// NewListener fails at the first connection.
func NewListener(inner net.Listener, _ *Config) net.Listener { return listener{inner} }

type listener struct{ net.Listener }

func (listener) Accept() (net.Conn, error) { return nil, errNone }

// LoadX509KeyPair fails.
func LoadX509KeyPair(string, string) (Certificate, error) { return Certificate{}, errNone }
