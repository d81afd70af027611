package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// check holds a body against its schema in openapi.yaml.
func (g *golden) check(doc *openapi3.T, name string, body []byte) {
	g.t.Helper()
	schemaName, list := strings.CutPrefix(g.schema[name], "[]")
	if schemaName == "" {
		return
	}
	schema := doc.Components.Schemas[schemaName].Value
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		g.t.Fatal(err)
	}
	all := []any{v}
	if list {
		all = v.([]any)
		if len(all) == 0 {
			g.t.Errorf("%s is empty and shows nothing", name)
		}
	}
	for _, one := range all {
		if err := schema.VisitJSON(one); err != nil {
			g.t.Errorf("%s is not as openapi.yaml describes %s: %v", name, schemaName, err)
		}
	}
}

func (g *golden) compare(name string, body []byte) {
	g.t.Helper()
	file := filepath.Join(goldenDir, name+".json")
	if *update {
		if err := os.MkdirAll(goldenDir, 0o755); err != nil {
			g.t.Fatal(err)
		}
		if err := os.WriteFile(file, body, 0o644); err != nil {
			g.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		g.t.Errorf("%s is missing; run go test ./internal/server -run Golden -update", file)
		return
	}
	if !sameJSON(g.t, want, body) {
		g.t.Errorf("%s differs; if that is meant, run go test ./internal/server -run Golden -update. Got:\n%s", file, body)
	}
}

func (g *golden) noOthers() {
	files, err := filepath.Glob(goldenDir + "/*.json")
	if err != nil {
		g.t.Fatal(err)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".json"); g.bodies[name] == nil {
			g.t.Errorf("%s is not made by this test", file)
		}
	}
}

// sameJSON lets the repository's formatter have its way with the files.
func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	var compact [2]bytes.Buffer
	for i, text := range [][]byte{a, b} {
		if err := json.Compact(&compact[i], text); err != nil {
			t.Fatal(err)
		}
	}
	return bytes.Equal(compact[0].Bytes(), compact[1].Bytes())
}
