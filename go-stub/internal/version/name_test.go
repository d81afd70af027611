package version

import "testing"

func TestOnlyAnInstalledNamePromisesAHash(t *testing.T) {
	for name, want := range map[string]string{
		"opencode-remote-ssh-stub-1.2.3-0123456789ab":        "0123456789ab",
		"opencode-remote-ssh-stub-1.2.3-rc.1+b-0123456789ab": "0123456789ab",
		"opencode-remote-ssh-stub":                           "",
		"opencode-remote-ssh-stub-linux-amd64":               "",
		"opencode-remote-ssh-stub--0123456789ab":             "",
		"opencode-remote-ssh-stub-1.2.3-0123456789AB":        "",
		"opencode-remote-ssh-stub-1.2.3-0123456789abc":       "",
		"opencode-remote-ssh-stub-1/../../x-0123456789ab":    "",
		"opencode-remote-ssh-stub-1 2-0123456789ab":          "",
		"x-opencode-remote-ssh-stub-1.2.3-0123456789ab":      "",
		"": "",
	} {
		got, ok := HashInName(name)
		if got != want || ok != (want != "") {
			t.Errorf("%q promises %q, %v; want %q", name, got, ok, want)
		}
	}
}
