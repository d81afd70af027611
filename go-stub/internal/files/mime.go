package files

import (
	"path/filepath"
	"strings"
)

// MimeType goes by a name's end alone, and not by the host's tables: the same
// file has the same type on every host.
func MimeType(name string) string {
	if kind := mimeTypes[strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))]; kind != "" {
		return kind
	}
	return "application/octet-stream"
}

var mimeTypes = map[string]string{
	"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
	"bmp": "image/bmp", "ico": "image/vnd.microsoft.icon", "svg": "image/svg+xml", "tif": "image/tiff", "tiff": "image/tiff", "heic": "image/heic",
	"mp3": "audio/mpeg", "wav": "audio/wav", "ogg": "audio/ogg", "flac": "audio/x-flac", "m4a": "audio/mp4", "opus": "audio/ogg", "aac": "audio/x-aac",
	"mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime", "mkv": "video/x-matroska", "avi": "video/x-msvideo",
	"pdf": "application/pdf", "zip": "application/zip", "gz": "application/gzip", "tar": "application/x-tar", "7z": "application/x-7z-compressed",
	"bz2": "application/x-bzip2", "wasm": "application/wasm", "ttf": "font/ttf", "otf": "font/otf", "woff": "font/woff", "woff2": "font/woff2",
	"html": "text/html", "htm": "text/html", "css": "text/css", "csv": "text/csv", "md": "text/markdown", "txt": "text/plain", "log": "text/plain",
	"js": "text/javascript", "mjs": "text/javascript", "json": "application/json", "xml": "text/xml", "yaml": "text/yaml", "yml": "text/yaml", "toml": "application/toml",
	"ts": "text/plain", "tsx": "text/plain", "jsx": "text/plain", "go": "text/plain", "py": "text/plain", "rs": "text/plain", "c": "text/plain", "h": "text/plain",
	"sh": "text/plain", "java": "text/plain", "rb": "text/plain",
}
