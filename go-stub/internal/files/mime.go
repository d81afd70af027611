package files

import (
	"path/filepath"
	"slices"
	"strings"
)

// MimeType goes by a name's end alone, and not by the host's tables: the same
// file has the same type on every host.
func MimeType(name string) string {
	end := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	for line := range strings.Lines(mimeTypes) {
		if words := strings.Fields(line); end != "" && slices.Contains(words[1:], end) {
			return words[0]
		}
	}
	return "application/octet-stream"
}

// mimeTypes are a type and the ends of names that have it on each line.
const mimeTypes = "" +
	"image/png png\n" +
	"image/jpeg jpg jpeg\n" +
	"image/gif gif\n" +
	"image/webp webp\n" +
	"image/avif avif\n" +
	"image/bmp bmp\n" +
	"image/vnd.microsoft.icon ico\n" +
	"image/svg+xml svg\n" +
	"image/tiff tif tiff\n" +
	"image/heic heic\n" +
	"audio/mpeg mp3\n" +
	"audio/wav wav\n" +
	"audio/ogg ogg opus\n" +
	"audio/x-flac flac\n" +
	"audio/mp4 m4a\n" +
	"audio/x-aac aac\n" +
	"video/mp4 mp4\n" +
	"video/webm webm\n" +
	"video/quicktime mov\n" +
	"video/x-matroska mkv\n" +
	"video/x-msvideo avi\n" +
	"application/pdf pdf\n" +
	"application/zip zip\n" +
	"application/gzip gz\n" +
	"application/x-tar tar\n" +
	"application/x-7z-compressed 7z\n" +
	"application/x-bzip2 bz2\n" +
	"application/wasm wasm\n" +
	"font/ttf ttf\n" +
	"font/otf otf\n" +
	"font/woff woff\n" +
	"font/woff2 woff2\n" +
	"text/html html htm\n" +
	"text/css css\n" +
	"text/csv csv\n" +
	"text/markdown md\n" +
	"text/plain txt log ts tsx jsx go py rs c h sh java rb\n" +
	"text/javascript js mjs\n" +
	"application/json json\n" +
	"text/xml xml\n" +
	"text/yaml yaml yml\n" +
	"application/toml toml\n"
