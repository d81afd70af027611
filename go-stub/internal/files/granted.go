package files

import (
	"io"
	"time"
)

// lookAgain is how often it is asked whether what is being read still may be.
const lookAgain = 100 * time.Millisecond

// grantedReader ends the reading of a file that nothing grants any more: a
// client may take its time.
type grantedReader struct {
	from  io.Reader
	may   func() error
	asked time.Time
}

// granted reads from a file that may be read now.
func granted(from io.Reader, may func() error) io.Reader {
	return &grantedReader{from, may, time.Now()}
}

func (g *grantedReader) Read(p []byte) (int, error) {
	if now := time.Now(); now.Sub(g.asked) >= lookAgain {
		if err := g.may(); err != nil {
			return 0, err
		}
		g.asked = now
	}
	return g.from.Read(p)
}
