package life

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/layout"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/logfile"
)

const (
	// endIn bounds a clean end: commands are killed 3 s after they were asked.
	endIn = 8 * time.Second
	// drainIn bounds what is left to send after commands and streams ended.
	drainIn = time.Second
)

// ServeOptions are those of `serve`.
type ServeOptions struct {
	Files       layout.Layout
	Home        string
	IdleTimeout time.Duration // 0: never end by itself
	Build       Build
	Terminal    io.Writer     // also gets the log when it is a terminal
	Ready       func(Serving) // called once, when both listeners accept
}

// Serving is what a stub says about itself when it serves.
type Serving struct {
	Record      Record      `json:"record"`
	Predecessor Predecessor `json:"predecessor"`
}

// Serve is the stub's whole life. It returns nil after a clean end (SIGTERM,
// SIGINT, a request, idleness, ctx), with its sock, port and pid files removed.
func Serve(ctx context.Context, opts ServeOptions) (err error) {
	tuneMemory()
	keepToItself()
	if err := opts.Files.Create(); err != nil {
		return err
	}
	lock, err := takeLock(ctx, opts.Files.LockFile())
	if err != nil {
		return err
	}
	defer lock.Release()
	spare(spareThreads)
	log, logFile := logfile.Open(opts.Files.LogFile(), opts.Terminal)
	defer func() { _ = logFile.Close() }()
	defer func() { err = logEnd(log, recover(), err) }()

	before, err := predecessor(opts.Files)
	if err != nil {
		return err
	}
	logPredecessor(log, opts.Files, before)
	catchCrash(log, opts.Files.CrashFile())
	cleanUp(log, opts.Files)

	ctx, end := context.WithCancelCause(ctx)
	defer onSignals(end)()
	stub, err := build(opts, log, end)
	if err != nil {
		return err
	}
	record, listeners, err := stub.listen(opts.Files)
	if err != nil {
		return errors.Join(err, stub.server.Close(ctx))
	}
	defer removeRecord(opts.Files, record.Instance)

	web := serveHTTP(listeners, stub.server, log, end)
	log.Info("serving", "pid", record.PID, "instance", record.Instance, "version", record.Version,
		"port", record.Port, "socket", record.Socket, "predecessor", string(before))
	opts.Ready(Serving{Record: record, Predecessor: before})
	go watchIdle(ctx, idleWatch{timeout: opts.IdleTimeout, activity: stub.server.Activity, lock: lock, end: end})

	<-ctx.Done()
	log.Info("ending", "reason", context.Cause(ctx).Error())
	return shutDown(log, web, stub.server)
}

// shutDown stops accepting first, so that what ends is not replaced by new.
func shutDown(log *slog.Logger, web *http.Server, server Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), endIn)
	defer cancel()
	drained := make(chan error, 1)
	go func() { drained <- web.Shutdown(ctx) }()
	err := server.Close(ctx)
	// What is open after that has nothing more to say: http.Server would wait
	// 5 s for a connection that never carried a request.
	defer time.AfterFunc(drainIn, cancel).Stop()
	if <-drained != nil {
		log.Info("closing connections that are still open", "error", fmt.Sprint(web.Close()))
	}
	return err
}
