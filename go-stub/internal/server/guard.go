package server

import (
	"os"
	"os/exec"
	"path/filepath"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/fault"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/files"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/sandbox"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/vcs"
	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/workspace"
)

// guarded is how a command that is permitted is held: to its limits alone where
// the terms are that nothing else holds it.
func (s *Server) guarded(permitted policy.Question, terms sandbox.Terms) (*sandbox.Spec, error) {
	terms, err := s.termsIn(permitted.WorkspaceID, terms)
	if err != nil {
		return nil, err
	}
	level := s.guard.Level
	if terms.Enforcement == sandbox.Required && !level.Enforced {
		return nil, fault.New(fault.Conflict, "not_enforced",
			"This host does not hold commands to what is approved: %s. Nothing runs while enforcement is %q; %q lets it.",
			level.Why, sandbox.Required, sandbox.BestEffort)
	}
	if why := s.advisory(permitted.Root); terms.Enforcement == sandbox.Required && why != "" {
		return nil, fault.New(fault.Conflict, "not_enforced",
			"Commands of %s are not held to what is approved: %s. Nothing runs there while enforcement is %q; a folder in it is held.",
			permitted.Root, why, sandbox.Required)
	}
	if terms.Enforcement == sandbox.Off {
		return &sandbox.Spec{Home: s.cfg.Home, Terms: terms}, nil
	}
	rules := s.policy.RulesFor(permitted)
	return &sandbox.Spec{
		Rules: rules, Own: permitted.Root, Hidden: s.policy.Hidden(rules), Tmp: s.tmp.Dir(permitted.WorkspaceID), Home: s.cfg.Home,
		Kin: permitted.WorkspaceID, Terms: terms,
	}, nil
}

// loose is why a command that is held so is not held to what was approved; ""
// when it is.
func (s *Server) loose(root string, spec *sandbox.Spec) string {
	switch {
	case spec.Terms.Enforcement == sandbox.Off:
		return `the configuration says "enforcement": "off"`
	case !s.guard.Level.Enforced:
		return s.guard.Level.Why
	}
	return s.advisory(root)
}

// advisory is why commands of a workspace in this directory, resolved, are not
// held though this host holds others; "" when they are.
func (s *Server) advisory(root string) string {
	exposed := s.guard.Exposed(root)
	if !s.guard.Level.Enforced || len(exposed) == 0 {
		return ""
	}
	return "they reach the stub's own folder in it, " + exposed[0] + ", and so all that the stub may; this host gives no private mounts to hide it by"
}

// termsIn are the terms of a command in a workspace that brings its own.
func (s *Server) termsIn(workspaceID string, own sandbox.Terms) (sandbox.Terms, error) {
	if workspaceID == "" || workspaceID == workspace.Home {
		return own, nil
	}
	of, err := s.workspaces.Get(workspaceID)
	return own.With(of.Terms), err
}

// holdGit lets git reach what the workspace may, and what its repository has
// elsewhere where it proves to be that repository's or is approved; it reaches
// no network.
func (s *Server) holdGit(place files.Place) vcs.Hold {
	return func(parts []vcs.Part) (vcs.Guard, error) {
		rules := s.policy.Rules(place.WorkspaceID, place.Real, place.Allow)
		for _, part := range parts {
			if policy.Inside(place.Real, part.Path) {
				continue
			}
			if !part.Proven {
				if err := s.mayRead(place, part.Path); err != nil {
					return nil, err
				}
			}
			rules = append(rules, policy.Rule{Path: part.Path, Access: policy.Read, Tree: true})
		}
		spec := &sandbox.Spec{Rules: rules, Own: place.Real, Home: s.cfg.Home}
		if s.guard.CutsOff() {
			spec.Terms.Network = sandbox.NoNetwork
		}
		return func(cmd *exec.Cmd) (func(), error) { return s.guard.Wrap(spec, cmd) }, nil
	}
}

func (s *Server) mayRead(place files.Place, path string) error {
	missing, err := s.policy.Missing(policy.Question{
		WorkspaceID: place.WorkspaceID, Root: place.Real, Allow: place.Allow,
		Touches: []policy.Touch{{Path: path, Requested: path, Access: policy.Read, Tree: true}},
	})
	if err != nil || len(missing) == 0 {
		return err
	}
	return fault.New(fault.Forbidden, "vcs_elsewhere",
		"The repository of %s has a part in %s, which is not approved. Approve reading %s/*, if it is what git shall show.", place.Root, path, path)
}

// openGuard knows what this host's kernel can do, and what is out of reach.
func (s *Server) openGuard() {
	s.guard = &sandbox.Guard{Level: s.cfg.Level(), IsSecret: func(path string) bool { return s.policy.Secret(path) != "" }}
	for _, dir := range s.cfg.Own {
		if resolved, err := filepath.EvalSymlinks(dir); err == nil {
			s.guard.Keep = append(s.guard.Keep, resolved)
		}
	}
	if why := s.advisory(implied(s.cfg.Home)); why != "" {
		s.guard.Level.Why += "; commands whose workspace is the home itself are not held: " + why
	}
	s.tmp = &sandbox.Tmp{Of: s.guard.Keep[0]}
	s.tmp.Sweep(func(workspaceID string) bool {
		_, known := s.directoryOf(workspaceID)
		return known
	})
	s.baseline = s.guard.Baseline(s.cfg.Home, os.Getenv("PATH"))
	s.cfg.Log.Info("commands", "held", s.guard.Level.String(), "why", s.guard.Level.Why)
}
