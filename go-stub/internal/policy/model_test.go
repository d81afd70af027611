package policy

import (
	"context"
	"fmt"
	"math/rand/v2"
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
// commands do, and demands that every path that is granted was named by
// somebody: in the plainest way that can be written down.
func TestNothingIsReachedThatNoApprovalCovers(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	for range 5 {
		p := newPlace(t)
		p.write("outside/dir/x", "outside/dir/.env", "outside/.ssh/id", "other/a")
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
	"", "/outside", "/outside/a", "/outside/b", "/outside/dir", "/outside/dir/x", "/outside/dir/.env", "/outside/.ssh", "/outside/.ssh/id",
	"/other", "/other/a", "/outsider", "/.ssh", "/.ssh/config", "/.stub", "/.stub/token", "/work", "/work/x", "/work/.env",
}

func (m *model) path() string { return m.home + modelPaths[m.random.IntN(len(modelPaths))] }

func (m *model) access() Access { return Access(1 + m.random.IntN(3)) }

func (m *model) step() {
	switch m.random.IntN(6) {
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
	for _, secret := range []string{"/.ssh", "/outside/.ssh", "/outside/dir/.env", "/work/.env"} {
		if path == m.home+secret || strings.HasPrefix(path, m.home+secret+"/") {
			return m.home + secret
		}
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

func (m *model) compare(step int) {
	rules := m.Rules("wrk_a", "", nil)
	for _, name := range modelPaths {
		for _, access := range []Access{Read, Edit} {
			path := m.home + name
			if got, want := m.may(m.question("x", Touch{Path: path, Access: access})), m.allowed(path, access); got && !want {
				m.t.Fatalf("step %d: %s may be %s: %+v, %+v", step, path, access, m.Approvals(""), m.given)
			}
			for _, rule := range rules {
				covers := rule.Path == path || rule.Tree && strings.HasPrefix(path, rule.Path+"/")
				isDeepSecret := strings.HasSuffix(path, ".env") || strings.Contains(name, "outside/.ssh")
				if covers && rule.Access.Has(access) && !isDeepSecret && !m.allowed(path, access) && !strings.HasPrefix(path, m.work) {
					m.t.Fatalf("step %d: the rule %+v reaches %s: %+v", step, rule, path, m.given)
				}
			}
		}
	}
}
