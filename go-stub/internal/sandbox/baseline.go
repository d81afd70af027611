package sandbox

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/opencode-remote-ssh/opencode-remote-ssh/go-stub/internal/policy"
)

// grant is a rule as the kernel has it.
type grant struct {
	path   string // resolved
	rights uint64
}

// What every command may read: programs, what they load, and what they ask the
// host about itself. Of /etc what holds no secret.
const (
	readable = "/usr /bin /sbin /lib /lib32 /lib64 /libx32 /opt /nix /gnu /snap /proc" +
		" /sys/devices /sys/class /sys/bus /sys/block /sys/fs/cgroup /sys/kernel/mm" +
		" /run/current-system /run/wrappers /run/systemd/resolve /run/resolvconf" +
		" /var/lib/dpkg /var/lib/rpm /var/lib/apt/lists /var/cache/apt /var/cache/man /var/lib/alternatives"
	etc = "adduser.conf alternatives apk apt/apt.conf.d apt/keyrings apt/preferences.d apt/sources.list apt/sources.list.d apt/trusted.gpg.d" +
		" bash.bash_logout bash.bashrc bash_completion bash_completion.d bashrc ca-certificates ca-certificates.conf crypto-policies csh.cshrc csh.login" +
		" debian_version default/locale dnf dpkg environment fish fonts fstab gai.conf gitattributes gitconfig gnutls group groff gtk-3.0" +
		" host.conf hostname hosts ImageMagick-6 ImageMagick-7 inputrc issue java* jvm* ld.so.cache ld.so.conf ld.so.conf.d ld.so.preload" +
		" libnl libnl-3 locale.alias locale.conf locale.gen localtime login.defs lsb-release machine-id magic magic.mime mailcap man_db.conf manpath.config" +
		" maven mercurial mime.types mtab nanorc netconfig networks nix nsswitch.conf nvim openssl os-release *-release pacman.conf pacman.d/mirrorlist" +
		" papersize passwd perl php pip.conf pkcs11 pki/ca-trust pki/tls/cert.pem pki/tls/certs pki/tls/openssl.cnf profile profile.d profiles protocols pulse" +
		" python* R resolv.conf rpc rpm screenrc selinux/config services set-environment shells skel ssh/ssh_config ssh/ssh_config.d ssh/ssh_known_hosts" +
		" ssl/certs ssl/cert.pem ssl/openssl.cnf static subgid subuid terminfo timezone tmux.conf vim vimrc virc wgetrc X11 xdg xml sgml yum.conf yum.repos.d zsh zshenv zshrc zprofile"
	// tools are where a user's own programs are, below the home: never a folder
	// that also has credentials.
	tools = ".local/bin .local/lib .local/pipx .local/share/mise .local/share/uv .local/share/pnpm .cargo/bin .rustup .nvm .fnm .pyenv .rbenv .asdf .sdkman .volta/bin .volta/tools" +
		" .bun/bin .deno/bin go/bin go/pkg/mod sdk .gitconfig .config/git/config .config/git/ignore .config/git/attributes .bashrc .profile .bash_profile .bash_aliases .zshrc .zshenv .inputrc .vimrc"
	// checked are files of root that ssh takes from root or the user alone; in a
	// user namespace root's are nobody's.
	checked = "/etc/ssh/ssh_config.d/*.conf /etc/crypto-policies/back-ends/openssh.config"
	// names are the services that answer what a user or a host is called.
	names = "/run/nscd/socket /var/run/nscd/socket /var/lib/sss/pipes/nss /run/systemd/userdb /run/systemd/resolve"
	// streams may be read and written by anybody; of those after them, the terminals, it is set how they are.
	streams   = "/dev/null /dev/zero /dev/full /dev/random /dev/urandom"
	terminals = "/dev/tty /dev/ptmx /dev/pts /dev/console"
)

const (
	readFile = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	device   = readFile | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE
	terminal = device | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
)

// offer is a part of what every command may reach, and the path that led to it.
type offer struct {
	grant
	by string
}

// baseline is what this host has of it, resolved. path is the PATH of the stub,
// not of a command: who could name a directory in it could read it. isSecret may
// be nil.
func baseline(home, path string, isSecret func(string) bool) []offer {
	var list []offer
	add := func(rights uint64, paths ...string) {
		for _, one := range paths {
			resolved, err := filepath.EvalSymlinks(one)
			if err == nil && !policy.Inside(resolved, home) {
				list = append(list, offer{grant{resolved, rights}, one})
			}
		}
	}
	// What a command may have made is no way to elsewhere: a link in the home
	// leads into the home, and to no secret; one of root leads where it leads.
	own := func(one string) {
		dir, err := filepath.EvalSymlinks(filepath.Dir(one))
		by := filepath.Join(dir, filepath.Base(one))
		resolved, linkErr := filepath.EvalSymlinks(by)
		if err != nil || linkErr != nil || policy.Inside(resolved, home) || isSecret != nil && isSecret(resolved) {
			return
		}
		if resolved == one || policy.Inside(home, resolved) || leadsByRoot(one) {
			list = append(list, offer{grant{resolved, reads}, by})
		}
	}
	add(reads, strings.Fields(readable)...)
	for _, pattern := range strings.Fields(etc) {
		found := []string{"/etc/" + pattern}
		if strings.Contains(pattern, "*") {
			found, _ = filepath.Glob(found[0])
		}
		add(reads, found...)
	}
	if resolved, err := filepath.EvalSymlinks(home); err == nil {
		home = resolved
	}
	for _, one := range strings.Fields(tools) {
		own(filepath.Join(home, one))
	}
	for _, dir := range filepath.SplitList(path) {
		if filepath.IsAbs(dir) {
			own(filepath.Clean(dir))
		}
	}
	add(device, strings.Fields(streams)...)
	add(terminal, strings.Fields(terminals)...)
	add(unix.LANDLOCK_ACCESS_FS_RESOLVE_UNIX, strings.Fields(names)...)
	return list
}

// shared is where all of a host put their files; "" for none.
func shared() string {
	resolved, _ := filepath.EvalSymlinks("/tmp")
	return resolved
}

// owned are the checked files of this host, resolved.
func owned() []string {
	var list []string
	for _, pattern := range strings.Fields(checked) {
		found, _ := filepath.Glob(pattern)
		for _, path := range found {
			if resolved, err := filepath.EvalSymlinks(path); err == nil && !slices.Contains(list, resolved) {
				list = append(list, resolved)
			}
		}
	}
	return list
}

// Baseline is what every command may reach in this home, with this PATH.
func (g *Guard) Baseline(home, path string) []policy.Rule {
	var rules []policy.Rule
	for _, one := range baseline(home, path, g.IsSecret) {
		switch {
		case one.rights&unix.LANDLOCK_ACCESS_FS_WRITE_FILE != 0:
			rules = append(rules, policy.Rule{Path: one.path, Access: policy.All, Tree: true})
		case one.rights&unix.LANDLOCK_ACCESS_FS_READ_FILE != 0:
			rules = append(rules, policy.Rule{Path: one.path, Access: policy.Read, Tree: true})
		}
	}
	return rules
}

// runtimeDir has the sockets of a user's session, its service manager's among them.
func runtimeDir() string { return filepath.Join("/run/user", strconv.Itoa(os.Getuid())) }
