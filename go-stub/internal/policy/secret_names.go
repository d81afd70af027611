package policy

import "strings"

// secretAnywhere are names that hold secrets in whatever directory they are:
// there may be other homes than the user's. With "/" in it one is two names.
var secretAnywhere = []string{
	".ssh", ".aws", ".azure", ".gnupg", ".kube", ".netrc", ".git-credentials", ".pgpass", ".password-store", ".vault-token",
	".config/gh", ".config/gcloud", ".config/git/credentials", ".docker/config.json", ".local/share/keyrings",
	".local/share/opencode/auth.json", ".local/share/opencode/mcp-auth.json",
}

// secretAtHome are those that mean something else in a project.
var secretAtHome = []string{
	".npmrc", ".pypirc", ".my.cnf", ".s3cfg", ".boto", ".oci", ".databrickscfg", ".terraformrc", ".terraform.d/credentials.tfrc.json",
	".cargo/credentials", ".cargo/credentials.toml", ".gem/credentials", ".m2/settings.xml", ".gradle/gradle.properties",
	".config/hub", ".config/op", ".config/rclone", ".config/helm", ".config/containers/auth.json", ".mozilla", ".thunderbird",
	".config/google-chrome", ".config/chromium", ".config/BraveSoftware", ".config/Bitwarden", ".config/Signal", ".config/sops",
	".config/opencode-remote-ssh", ".config/doctl", ".config/hcloud", ".config/stripe", ".config/glab-cli", ".config/configstore", ".config/github-copilot",
	".claude/.credentials.json", ".claude.json", ".codex/auth.json", ".gemini/oauth_creds.json", ".huggingface", ".cache/huggingface/token",
	".kaggle", ".fly", ".local/share/kwalletd",
}

// secretOfHost are those of the host itself.
var secretOfHost = []string{
	"/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers", "/etc/sudoers.d", "/etc/ssl/private",
	"/etc/krb5.keytab", "/etc/security/opasswd",
}

// secretFile reports whether a file holds secrets by its own name alone.
func secretFile(name string) bool {
	lower := strings.ToLower(name)
	if strings.HasPrefix(lower, "ssh_host_") && strings.HasSuffix(lower, "_key") {
		return true
	}
	if !strings.HasPrefix(lower, ".env") {
		return false
	}
	for _, harmless := range []string{".example", ".sample", ".template", ".dist"} {
		if strings.HasSuffix(lower, harmless) {
			return false
		}
	}
	// .env, .env.local, .envrc, and not .environment-modules
	return lower == ".env" || lower == ".envrc" || strings.HasPrefix(lower, ".env.") || strings.HasPrefix(lower, ".env-") || strings.HasPrefix(lower, ".env_")
}

// secretBelow answers how many names of parts, from the first on, are the first
// secret among them; 0 for none. Names are compared without regard to case, as
// some file systems do.
func secretBelow(parts []string, names []string) int {
	for at, part := range parts {
		if !strings.HasPrefix(part, ".") {
			continue // as they all do
		}
		for _, name := range names {
			wanted := strings.Split(name, "/")
			if len(wanted) <= len(parts)-at && strings.EqualFold(strings.Join(parts[at:at+len(wanted)], "/"), name) {
				return at + len(wanted)
			}
		}
	}
	return 0
}
