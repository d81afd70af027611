package policy

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// given is what a person said yes to, as a simple model has it.
type given struct {
	place string
	below bool
	how   Access
	until time.Time
}

// TestNothingIsReachedThatNoApprovalCovers does at random what people and
// commands do, links in the place of directories among it, and demands that
// every path that is granted was named by somebody: in the plainest way that can
// be written down.
func TestNothingIsReachedThatNoApprovalCovers(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	for range 3 {
		p := newPlace(t)
		p.write("outside/dir/x", "outside/dir/.env", "outside/.ssh/id", "outside/.ssh/config", ".ssh/id", "other/a", "other/x", "app/x", "app/.env")
		m := &model{place: p, random: random, given: map[string]given{}}
		for step := range 120 {
			m.step()
			m.compare(step)
		}
	}
}

type model struct {
	*place
	random *rand.Rand
	given  map[string]given // by pattern
}

var modelPaths = []string{
	"", "/outside", "/outside/a", "/outside/b", "/outside/dir", "/outside/dir/x", "/outside/dir/.env", "/outside/.ssh", "/outside/.ssh/id", "/outside/.ssh/config",
	"/other", "/other/a", "/other/x", "/outsider", "/.ssh", "/.ssh/config", "/.ssh/id", "/.stub", "/.stub/token", "/app", "/app/x", "/app/.env",
	"/outside/dir-was", "/outside/dir-was/x", "/outside/dir-was/.env", "/outside/dir/../a", "/outside/dir/config", "/outside/dir/a", "/outside/dir/token",
	"/app/link", "/app/link/x", "/app/link/a", "/app/link/.env", "/app/link/config", "/app/link/token", "/app/link/../a",
}

// path is one as somebody may write it, and where it leads now.
func (m *model) path() string {
	for {
		if real, _, err := Follow(m.home + modelPaths[m.random.IntN(len(modelPaths))]); err == nil {
			return real
		}
	}
}

// relink is what anybody does who may write there: a link in the place of a
// directory, another one, or what was there.
func (m *model) relink() {
	target := m.home + []string{"/other", "/.ssh", "/.stub", "/app", "/outside", ""}[m.random.IntN(6)]
	link, was := m.home+"/outside/dir", m.home+"/outside/dir-was"
	if m.random.IntN(2) == 0 {
		link, was = m.home+"/app/link", ""
	}
	if info, err := os.Lstat(link); err == nil && info.Mode()&os.ModeSymlink != 0 {
		err := os.Remove(link)
		if was != "" {
			err = errors.Join(err, os.Rename(was, link))
		}
		if err != nil {
			m.t.Fatal(err)
		}
		return
	}
	if was != "" {
		if err := os.Rename(link, was); err != nil {
			m.t.Fatal(err)
		}
	}
	if err := os.Symlink(target, link); err != nil {
		m.t.Fatal(err)
	}
}

func (m *model) access() Access { return Access(1 + m.random.IntN(3)) }

func (m *model) step() {
	switch m.random.IntN(8) {
	case 0, 1:
		place := given{m.path(), m.random.IntN(2) == 0, m.access(), time.Time{}}
		if m.random.IntN(3) == 0 {
			place.until = m.clock().Add(time.Hour)
		}
		got, err := m.Approve("wrk_a", Grant{Rule: Rule{place.place, place.how, place.below}, Until: place.until})
		if err == nil {
			m.given[fmt.Sprint(got.Pattern, place)] = place
		}
	case 2:
		m.revokeOne()
	case 3:
		m.wait(20 * time.Minute)
	case 4:
		m.reopen()
	case 5:
		m.answerOne()
	case 6, 7:
		m.relink()
	}
}

func (m *model) revokeOne() {
	list := m.Approvals("wrk_a")
	if len(list) == 0 {
		return
	}
	pattern := list[m.random.IntN(len(list))].Pattern
	if _, _, err := m.Revoke("wrk_a", pattern); err != nil {
		m.t.Fatal(err)
	}
	for key, one := range m.given {
		if (&Rule{Path: one.place, Tree: one.below}).pattern() == pattern {
			delete(m.given, key)
		}
	}
}

// answerOne asks, and answers somehow.
func (m *model) answerOne() {
	touch := Touch{Path: m.path(), Access: m.access(), Tree: m.random.IntN(2) == 0}
	q := m.question("x", touch)
	q.Fail = true
	if err := m.Permit(context.Background(), q); code(err) != "permission_required" {
		return
	}
	reply := []string{Once, Always, Reject}[m.random.IntN(3)]
	m.reply(m.List("")[0].ID, reply)
	if reply == Always {
		touch = q.Touches[0]
		touch.Secret = m.secretIn(touch.Path) != ""
		place := touch.place()
		m.given[fmt.Sprint(place)] = given{place.Path, place.Tree, place.Access, time.Time{}}
	}
	if reply == Once {
		_ = m.Permit(context.Background(), q) // used up
	}
}

// secretIn is what a person would call the secret there.
func (m *model) secretIn(path string) string {
	if above, _, found := strings.Cut(path+"/", "/.ssh/"); found {
		return above + "/.ssh"
	}
	if strings.HasSuffix(path, "/.env") {
		return path
	}
	return ""
}

func (m *model) allowed(path string, access Access) bool {
	if strings.HasPrefix(path+"/", m.home+"/.stub/") {
		return false
	}
	secret := m.secretIn(path)
	if secret == "" && strings.HasPrefix(path+"/", m.work+"/") {
		return true
	}
	for _, one := range m.given {
		isThere := path == one.place || one.below && strings.HasPrefix(path, one.place+"/")
		isNamed := secret == "" || one.place == secret || strings.HasPrefix(one.place, secret+"/")
		inTime := one.until.IsZero() || m.clock().Before(one.until)
		if isThere && isNamed && inTime && one.how&access == access {
			return true
		}
	}
	return false
}

// isNamed says of a secret in what a wider rule grants that some of it was named:
// then it may be listed, and what was named be used in whatever way is granted
// around it.
func (m *model) isNamed(path string) bool {
	for _, one := range m.given {
		if m.secretIn(path) != "" && (one.place == path || strings.HasPrefix(one.place, path+"/") || one.below && strings.HasPrefix(path, one.place+"/") && m.secretIn(one.place) != "") {
			return true
		}
	}
	return false
}

func (m *model) compare(step int) {
	m.wait(secretsAreNew)
	rules := m.Rules("wrk_a", m.work, nil)
	hidden := m.Hidden(rules)
	for _, rule := range rules {
		if real, _, err := Follow(rule.Path); err != nil || real != rule.Path {
			m.t.Fatalf("step %d: the rule %+v leads to %s, %v", step, rule, real, err)
		}
	}
	for _, name := range modelPaths {
		path, _, err := Follow(m.home + name)
		if kernel, kernelErr := filepath.EvalSymlinks(m.home + name); kernelErr == nil && kernel != path || kernelErr == nil && err != nil {
			m.t.Fatalf("step %d: %s leads to %s, and is said to lead to %s, %v", step, name, kernel, path, err)
		}
		if err != nil {
			continue
		}
		for _, access := range []Access{Read, Edit} {
			want := m.allowed(path, access)
			if m.may(m.question("x", Touch{Path: path, Access: access})) && !want {
				m.t.Fatalf("step %d: %s may be %s: %+v, %+v", step, path, access, m.Approvals(""), m.given)
			}
			for _, rule := range rules {
				covers := rule.Access.Has(access) && (rule.Path == path || rule.Tree && strings.HasPrefix(path, rule.Path+"/"))
				isHidden := slices.ContainsFunc(hidden, func(one string) bool { return Inside(one, path) })
				if _, err := os.Lstat(path); err == nil && covers && !isHidden && !want && !m.isNamed(path) {
					m.t.Fatalf("step %d: the rule %+v reaches %s, which may not be %s: %+v, hidden %q", step, rule, path, access, m.given, hidden)
				}
			}
		}
	}
}
