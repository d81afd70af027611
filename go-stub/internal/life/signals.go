package life

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// onSignals ends the stub on SIGTERM and SIGINT until stop is called. SIGHUP
// is caught, not ignored: commands would inherit an ignored one.
func onSignals(end context.CancelCauseFunc) (stop func()) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	go func() {
		for sig := range signals {
			if sig != syscall.SIGHUP {
				end(fmt.Errorf("signal: %s", sig))
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}
