package files

import (
	"strconv"
	"strings"
)

// etag is another whenever a file was replaced, written to, or given another
// mode or owner: as exact as the clock of its file system.
func (i info) etag() string {
	var b strings.Builder
	for n, value := range []int64{int64(i.Ino), i.Size, i.Mtim.Nano(), i.Ctim.Nano()} {
		if n > 0 {
			b.WriteByte('-')
		}
		b.WriteString(strconv.FormatInt(value, 36))
	}
	return b.String()
}
