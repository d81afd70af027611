package server

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// A measured time would say little and fail on a busy machine: what is held to
// is how the token is compared.
func TestTheTokenIsComparedInConstantTime(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	files := gotoken.NewFileSet()
	source := func(node ast.Node) string {
		from, to := files.Position(node.Pos()), files.Position(node.End())
		data, err := os.ReadFile(from.Filename)
		if err != nil {
			t.Fatal(err)
		}
		return string(data[from.Offset:to.Offset])
	}
	secret := regexp.MustCompile(`(?i)\b(token|bearer|given|right|proof)\b`)
	compared := 0
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, entry.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.BinaryExpr:
				equal := node.Op == gotoken.EQL || node.Op == gotoken.NEQ
				if _, call := node.X.(*ast.CallExpr); call && strings.HasPrefix(source(node.X), "subtle.") {
					return true
				}
				if text := source(node); equal && secret.MatchString(text) && !strings.HasSuffix(text, `""`) && !strings.HasSuffix(text, "nil") {
					t.Errorf("%s: %s", files.Position(node.Pos()), text)
				}
			case *ast.CallExpr:
				name := source(node.Fun)
				if name == "subtle.ConstantTimeCompare" && entry.Name() == "middleware_auth.go" {
					compared++
				}
				for _, early := range []string{"bytes.Equal", "bytes.Compare", "strings.EqualFold", "strings.Compare", "reflect.DeepEqual"} {
					if name == early && secret.MatchString(source(node)) {
						t.Errorf("%s: %s", files.Position(node.Pos()), source(node))
					}
				}
			case *ast.FuncDecl:
				// Hashes have one length: the comparison of two lengths ends early.
				if text := source(node); node.Name.Name == "authorized" && strings.Count(text, "sha256.Sum256(") != 2 {
					t.Errorf("it does not compare two hashes: %s", text)
				}
			}
			return true
		})
	}
	if compared != 1 {
		t.Errorf("the token is compared in constant time at %d places", compared)
	}
}
