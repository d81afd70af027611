package server

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

func openapi(t testing.TB) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("../../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestOpenapiDescribesEveryRouteAndNoOther(t *testing.T) {
	described := map[string]bool{}
	for path, item := range openapi(t).Paths.Map() {
		for method := range item.Operations() {
			described[method+" "+path] = true
		}
	}
	served := map[string]bool{}
	for _, route := range (&Server{}).routes() {
		served[documented(route.pattern)] = true
	}
	for _, pattern := range slices.Sorted(maps.Keys(served)) {
		if !described[pattern] {
			t.Errorf("openapi.yaml does not describe %s", pattern)
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(described)) {
		if !served[pattern] {
			t.Errorf("%s of openapi.yaml is not served", pattern)
		}
	}
}

// documented writes a pattern as openapi.yaml does, which knows no "...".
func documented(pattern string) string { return strings.ReplaceAll(pattern, "...}", "}") }

func TestOpenapiMarksTheRoutesThatBeginWork(t *testing.T) {
	paths := openapi(t).Paths
	for _, route := range (&Server{}).routes() {
		method, path, _ := strings.Cut(documented(route.pattern), " ")
		operation := paths.Find(path).GetOperation(method)
		if marked := operation.Extensions["x-work"] == true; marked != route.work {
			t.Errorf("%s: x-work %v, work %v", route.pattern, marked, route.work)
		}
	}
}

func TestOpenapiHasTheLimitOfEveryBody(t *testing.T) {
	paths := openapi(t).Paths
	for _, route := range (&Server{}).routes() {
		method, path, _ := strings.Cut(documented(route.pattern), " ")
		var want any
		if route.body > 0 {
			want = float64(route.body)
		}
		if route.stream {
			want = "stream"
		}
		if got := paths.Find(path).GetOperation(method).Extensions["x-body"]; got != want {
			t.Errorf("%s: x-body %v, want %v", route.pattern, got, want)
		}
	}
}

func TestOpenapiDeclaresThePathParametersOfEveryRoute(t *testing.T) {
	for path, item := range openapi(t).Paths.Map() {
		for method, operation := range item.Operations() {
			has := operation.Parameters.GetByInAndName("path", "id") != nil
			if has != strings.Contains(path, "{id}") {
				t.Errorf("%s %s: parameter id declared: %v", method, path, has)
			}
		}
	}
}

func TestOpenapiNamesEveryKindOfError(t *testing.T) {
	names := openapi(t).Components.Schemas["Error"].Value.Properties["name"].Value.Enum
	for _, kind := range kinds {
		if !slices.Contains(names, any(kind.name)) {
			t.Errorf("openapi.yaml does not name %s", kind.name)
		}
	}
	if len(names) != len(kinds) {
		t.Errorf("openapi.yaml names %d errors, the server has %d", len(names), len(kinds))
	}
}
