package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"sort"
	"strings"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/ignore"
)

// maxEntries bounds what is answered of one directory.
const maxEntries = 50_000

// Node is an entry of a directory, in the shape of OpenCode's GET /file.
type Node struct {
	Name     string `json:"name"`
	Path     string `json:"path"` // relative to the root; a directory's ends with '/'
	Absolute string `json:"absolute"`
	Type     string `json:"type"`
	Ignored  bool   `json:"ignored"`
}

// List answers the files and directories in a directory, the directories
// first. A symbolic link counts as what it leads to, where that may be read.
// Of more than 50 000 entries it answers the first that it sees.
func (p Place) List(ctx context.Context, name string) ([]Node, error) {
	path, err := p.Resolve(name)
	if err != nil {
		return nil, err
	}
	dir, _, err := open(name, path, true)
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Close() }()
	entries, err := dir.ReadDir(maxEntries)
	if err != nil && len(entries) == 0 && !errors.Is(err, io.EOF) {
		return nil, explain(name, err)
	}
	ignored := p.ignoredIn(path.Real)
	nodes := make([]Node, 0, len(entries))
	for _, entry := range entries {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		mode := entry.Type()
		if mode&fs.ModeSymlink != 0 {
			mode = p.kindOfPath(filepath.Join(path.Real, entry.Name()))
		}
		if !mode.IsDir() && !mode.IsRegular() {
			continue
		}
		nodes = append(nodes, node(path, entry.Name(), mode.IsDir(), ignored(entry.Name(), entry.IsDir())))
	}
	sort.Slice(nodes, func(i, j int) bool { return nodes[i].before(&nodes[j]) })
	return nodes, nil
}

func node(in Path, name string, isDir, ignored bool) Node {
	n := Node{
		Name: text(name), Path: text(filepath.Join(in.Relative, name)), Absolute: text(filepath.Join(in.Absolute, name)),
		Type: "file", Ignored: ignored,
	}
	if isDir {
		n.Path += "/"
		n.Type = "directory"
	}
	return n
}

// text is a name as JSON can carry it.
func text(name string) string { return strings.ToValidUTF8(name, "\uFFFD") }

func (n *Node) before(other *Node) bool {
	if n.Type != other.Type {
		return n.Type == "directory"
	}
	a, b := strings.ToLower(n.Name), strings.ToLower(other.Name)
	return a < b || a == b && n.Name > other.Name
}

// ignoredIn answers what is left out of searches in a directory of the place:
// nothing of what lies outside.
func (p Place) ignoredIn(real string) func(name string, isDir bool) bool {
	relative, err := filepath.Rel(p.Real, real)
	if err != nil || p.Real == "" || strings.HasPrefix(relative, "..") {
		return func(string, bool) bool { return false }
	}
	dir := ignore.Root(p.Real, p.Home)
	at := p.Real
	for part := range strings.SplitSeq(relative, "/") {
		if part == "." {
			break
		}
		if dir.Match(part, true) == ignore.Ignored {
			return func(string, bool) bool { return true }
		}
		at = filepath.Join(at, part)
		dir = dir.Enter(part, at, func(string) bool { return true })
	}
	return func(name string, isDir bool) bool { return dir.Match(name, isDir) == ignore.Ignored }
}
