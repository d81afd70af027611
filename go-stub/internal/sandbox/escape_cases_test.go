package sandbox

// escape is an attempt to reach what was not granted: to print the text of a
// file outside, or to change something there. In its command $LETTER is a
// file outside, $OUT its directory, $KEY a secret of the home, $TOKEN the
// stub's, $ROOT the stub's folder, $STUB the process that started the command,
// $SOCKET a socket of the host that answers with the letter.
type escape struct {
	name string
	sh   string
	// mounts says that Landlock alone does not hold it: it takes private mounts.
	mounts bool
	// since is the ABI from which Landlock holds it, where that is not the first.
	since int
	needs string // a program that must be there
}

var escapes = []escape{
	{name: "cat", sh: `cat "$LETTER"`},
	{name: "dots", sh: `cat ../docs/letter`},
	{name: "dots after a directory", sh: `mkdir -p a/b; cat a/b/../../../docs/letter`},
	{name: "tilde", sh: `cat ~/docs/letter`},
	{name: "a symbolic link", sh: `ln -s "$LETTER" l; cat l`},
	{name: "a symbolic link to a directory", sh: `ln -s "$OUT" d; cat d/letter`},
	{name: "dots after a symbolic link", sh: `ln -s "$OUT" d; cat d/../docs/letter`},
	{name: "a chain of links", sh: `ln -s "$OUT" a; ln -s a b; ln -s b/letter c; cat c`},
	{name: "a hard link", sh: `ln "$LETTER" h; cat h`},
	{name: "a hard link by linkat and /proc", sh: `python3 -c 'import os;fd=os.open(os.environ["LETTER"],os.O_PATH);os.link("/proc/self/fd/%d"%fd,"h",follow_symlinks=True);print(open("h").read())'`, needs: "python3"},
	{name: "rename in", sh: `mv "$LETTER" here; cat here`},
	{name: "rename a directory in", sh: `mv "$OUT" here; cat here/letter`},
	{name: "rename over", sh: `echo EVIL > e; mv -f e "$LETTER"`},
	{name: "exchange", sh: `python3 -c 'import ctypes,os;open("e","w").write("EVIL");c=ctypes.CDLL(None);c.renameat2(-100,b"e",-100,os.environb[b"LETTER"],2)'; cat e`, needs: "python3"},
	{name: "/proc/self/root", sh: `cat "/proc/self/root$LETTER"`},
	{name: "/proc/self/cwd", sh: `cat /proc/self/cwd/../docs/letter`},
	{name: "/proc/thread-self/root", sh: `cat "/proc/thread-self/root$LETTER"`},
	{name: "/proc/1/root", sh: `cat "/proc/1/root$LETTER"`},
	{name: "/proc/STUB/root", sh: `cat "/proc/$STUB/root$LETTER"; cat "/proc/$STUB/root$TOKEN"`},
	{name: "/proc/STUB/cwd", sh: `ls -l "/proc/$STUB/cwd/"; echo EVIL > "/proc/$STUB/cwd/evil"`},
	{name: "/proc/STUB/fd", sh: `for f in /proc/$STUB/fd/*; do timeout 1 head -c 200 "$f"; done`},
	{name: "/proc/STUB/environ", sh: `tr '\0' '\n' < /proc/$STUB/environ`},
	{name: "/proc/STUB/mem", sh: `dd if=/proc/$STUB/mem bs=1 count=1 skip=4194304 && cat "$LETTER"`},
	{name: "/proc/STUB/maps", sh: `head -1 /proc/$STUB/maps | grep -q - && echo SECRET-maps`},
	{name: "descriptors that were left", sh: `for f in /proc/self/fd/*; do case $f in */[012]) ;; *) cat "$f/../letter" "$f/letter";; esac; done; ls -l /proc/self/fd/ | grep -E 'docs|[.]stub'`},
	{name: "write by redirection", sh: `echo EVIL > "$LETTER"`},
	{name: "append", sh: `echo EVIL >> "$LETTER"`},
	{name: "here-document", sh: "cat > \"$LETTER\" <<X\nEVIL\nX"},
	{name: "create", sh: `echo EVIL > "$OUT/new"`},
	{name: "touch", sh: `touch "$OUT/new"`},
	{name: "mkdir", sh: `mkdir "$OUT/new"`},
	{name: "mkfifo", sh: `mkfifo "$OUT/new"`},
	{name: "mknod", sh: `mknod "$OUT/new" c 1 3`},
	{name: "mknod of the disk", sh: `mknod disk b $(stat -c '%Hd %Ld' . 2>/dev/null || echo 254 0) && dd if=disk bs=512 count=1 | wc -c | grep 512 && echo SECRET`},
	{name: "link out", sh: `echo EVIL > e; ln e "$OUT/new"`},
	{name: "symlink out", sh: `ln -s "$PWD" "$OUT/new"`},
	{name: "remove", sh: `rm -f "$LETTER"`},
	{name: "remove a directory", sh: `rm -rf "$OUT"`},
	{name: "truncate", sh: `truncate -s 0 "$LETTER"`},
	{name: "O_TRUNC", sh: `: > "$LETTER"`},
	{name: "truncate by its path", since: 3, sh: `perl -e 'truncate $ENV{LETTER}, 0'`, needs: "perl"},
	{name: "chmod", sh: `chmod 777 "$LETTER"`, mounts: true},
	{name: "chmod of a directory", sh: `chmod 777 "$OUT"`, mounts: true},
	{name: "chmod of the stub's folder", sh: `chmod 777 "$ROOT" "$TOKEN"`, mounts: true},
	{name: "times", sh: `touch -d 2001-01-01 "$LETTER"`, mounts: true},
	{name: "attributes", sh: `setfattr -n user.x -v EVIL "$LETTER"`, mounts: true, needs: "setfattr"},
	{name: "cp in", sh: `cp "$LETTER" c; cat c`},
	{name: "cp -a of a tree", sh: `cp -a "$OUT" c; cat c/letter`},
	{name: "tar", sh: `tar cf - -C "$OUT" letter | tar xf - -O`, needs: "tar"},
	{name: "tar out", sh: `echo EVIL > new; tar cf - new | tar xf - -C "$OUT"`, needs: "tar"},
	{name: "dd", sh: `dd if="$LETTER" of=/dev/stdout`},
	{name: "dd out", sh: `echo EVIL | dd of="$LETTER"`},
	{name: "find -exec", sh: `find "$OUT" -type f -exec cat {} \;`},
	{name: "grep -r", sh: `grep -r . "$OUT"`},
	{name: "ls of the directory", sh: `ls "$OUT" | sed 's/letter/SECRET-name/'`},
	{name: "sh -c", sh: `sh -c 'sh -c "cat \"$LETTER\""'`},
	{name: "env -i", sh: `l="$LETTER"; env -i /bin/cat "$l"`},
	{name: "eval and globs", sh: `eval "c"at '~/d*/let???'`},
	{name: "base64", sh: `$(printf '\143\141\164') "$LETTER"`},
	{name: "the shell's read", sh: `while read -r l || [ -n "$l" ]; do echo "$l"; done < "$LETTER"`},
	{name: "in the background", sh: `(sleep 0.1; cat "$LETTER") & wait`},
	{name: "setsid", sh: `setsid -w cat "$LETTER"`, needs: "setsid"},
	{name: "nohup", sh: `nohup cat "$LETTER" 2>/dev/null; cat nohup.out`},
	{name: "perl", sh: `perl -e 'open F,$ENV{LETTER}; print <F>'`, needs: "perl"},
	{name: "python", sh: `python3 -c 'import os;print(open(os.environ["LETTER"]).read())'`, needs: "python3"},
	{name: "git as a reader", sh: `git diff --no-index --no-ext-diff /dev/null "$LETTER"`, needs: "git"},
	{name: "git's alternates", sh: `git init -q r && cd r && git config core.worktree "$OUT" && git add letter && git show :letter`, needs: "git"},
	{name: "ld.so", sh: `for l in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1 /lib/ld-musl-*; do [ -e "$l" ] && "$l" /bin/cat "$LETTER"; done`},
	{name: "ld.so of a program outside", sh: `for l in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do [ -e "$l" ] && "$l" "$OUT/program"; done`},
	{name: "LD_PRELOAD", sh: `LD_PRELOAD="$LETTER" cat "$LETTER"`},
	{name: "run a program outside", sh: `"$OUT/program"`},
	{name: "source a script outside", sh: `. "$OUT/program"`},
	{name: "setuid", sh: `su -c "cat '$LETTER'" root </dev/null; sudo -n cat "$LETTER"`},
	{name: "a setuid copy", sh: `cp /bin/cat c; chmod u+s c; ./c "$LETTER"`},
	{name: "chroot", sh: `chroot / /bin/cat "$LETTER"`},
	{name: "chroot out of the directory", sh: `python3 -c 'import os;os.mkdir("j");f=os.open("/",0);os.chroot("j");[os.chdir("..") for _ in range(20)];os.chroot(".");print(open(os.environ["LETTER"]).read())'`, needs: "python3"},
	{name: "a bind mount", sh: `mkdir m; mount --bind "$OUT" m && cat m/letter`, needs: "mount"},
	{name: "a bind mount in a user namespace", sh: `mkdir m; unshare -Urm sh -c 'mount --bind "$OUT" m; cat m/letter'`, needs: "unshare"},
	{name: "an overlay", sh: `mkdir u w m; unshare -Urm sh -c 'mount -t overlay -o lowerdir="$OUT",upperdir=u,workdir=w o m; cat m/letter'`, needs: "unshare"},
	{name: "unmount what hides", sh: `umount "$ROOT"; umount -l "$ROOT"; unshare -Urm umount "$ROOT"; cat "$TOKEN"`, needs: "umount"},
	{name: "pivot_root", sh: `mkdir -p n/o; unshare -Urm sh -c 'mount --bind n n; cd n; pivot_root . o; cat "/o$LETTER"'`, needs: "unshare"},
	{name: "a fresh /proc", sh: `unshare -Urpfm --mount-proc cat "/proc/1/root$LETTER"`, needs: "unshare"},
	{name: "nsenter", sh: `nsenter -t "$STUB" -m -- cat "$LETTER"; nsenter -t 1 -m -- cat "$LETTER"`, needs: "nsenter"},
	{name: "ptrace of the stub", sh: `python3 -c 'import ctypes,os;c=ctypes.CDLL(None);r=c.ptrace(0x4206,int(os.environ["STUB"]),0,0);r==0 and print("SECRET-ptrace")'`, needs: "python3"},
	{name: "process_vm_readv", sh: `python3 -c '
import ctypes,os
class V(ctypes.Structure): _fields_=[("b",ctypes.c_void_p),("l",ctypes.c_size_t)]
b=ctypes.create_string_buffer(16); l=V(ctypes.addressof(b),16); r=V(0x400000,16)
n=ctypes.CDLL(None).process_vm_readv(int(os.environ["STUB"]),ctypes.byref(l),1,ctypes.byref(r),1,0)
n>0 and print("SECRET-memory")'`, needs: "python3"},
	{name: "pidfd_getfd", sh: `python3 -c '
import ctypes,os
c=ctypes.CDLL(None,use_errno=True); p=c.syscall(434,int(os.environ["STUB"]),0)
any(c.syscall(438,p,n,0)>=0 for n in range(12)) and print("SECRET-descriptor")'`, needs: "python3"},
	{name: "memfd and fexecve", sh: `python3 -c '
import os
f=os.memfd_create("x"); os.write(f,open("/bin/cat","rb").read()); os.execve(f,["cat",os.environ["LETTER"]],os.environ)'`, needs: "python3"},
	{name: "open_by_handle_at", sh: `python3 -c '
import ctypes,os
c=ctypes.CDLL(None,use_errno=True); b=ctypes.create_string_buffer(136); b[0:4]=(128).to_bytes(4,"little"); m=ctypes.c_int()
c.name_to_handle_at(-100,os.environb[b"LETTER"],b,ctypes.byref(m),0); f=c.open_by_handle_at(os.open(".",0),b,0)
f>=0 and print(os.read(f,99))'`, needs: "python3"},
	{name: "O_PATH and reopen", sh: `python3 -c '
import os
f=os.open(os.environ["LETTER"],os.O_PATH); print(open("/proc/self/fd/%d"%f).read())'`, needs: "python3"},
	{name: "a directory descriptor", sh: `python3 -c '
import os
d=os.open(os.environ["OUT"],os.O_PATH|os.O_DIRECTORY); print(os.read(os.open("letter",0,dir_fd=d),99))'`, needs: "python3"},
	{name: "fchdir", sh: `cd "$OUT" && cat letter`},
	{name: "a race of links", sh: `touch ok; (i=0; while [ $i -lt 300 ]; do ln -sf ok l; ln -sf "$LETTER" l; i=$((i+1)); done) & i=0; while [ $i -lt 60 ]; do cat l; i=$((i+1)); done; wait`},
	{name: "io_uring", sh: `python3 - <<'X'
import ctypes,os,mmap,struct
c=ctypes.CDLL(None,use_errno=True); p=ctypes.create_string_buffer(120)
f=c.syscall(425,4,p)
if f>=0:
    v=struct.unpack("30I",p.raw[:120]); sq=v[10:20]; cq=v[20:30]
    ring=mmap.mmap(f,max(sq[6]+4*v[0],cq[5]+16*v[1]),mmap.MAP_SHARED,offset=0); es=mmap.mmap(f,64*v[0],mmap.MAP_SHARED,offset=0x10000000)
    path=ctypes.create_string_buffer(os.environb[b"LETTER"])
    es[0:64]=struct.pack("<BBHiQQIIQ24x",18,0,0,-100,0,ctypes.addressof(path),0,0,1)
    ring[sq[6]:sq[6]+4]=struct.pack("I",0); ring[sq[1]:sq[1]+4]=struct.pack("I",1)
    c.syscall(426,f,1,1,1,None,0); r=struct.unpack("i",ring[cq[5]+8:cq[5]+12])[0]
    r>=0 and print(os.read(r,99))
X`, needs: "python3"},
	{name: "inotify", sh: `python3 -c '
import ctypes,os
c=ctypes.CDLL(None); f=c.inotify_init1(2048); w=c.inotify_add_watch(f,os.environb[b"LETTER"],0xfff); print(open(os.environ["LETTER"]).read())'`, needs: "python3"},
	{name: "swapon, acct and the like", sh: `python3 -c '
import ctypes,os
c=ctypes.CDLL(None); c.acct(os.environb[b"LETTER"])==0 and print("SECRET-acct")'`, needs: "python3"},
	{name: "a socket by its path", mounts: true, sh: `python3 -c '
import os,socket
s=socket.socket(socket.AF_UNIX); s.connect(os.environ["SOCKET"]); print(s.recv(99))'`, needs: "python3"},
	{name: "a socket in the stub's folder", mounts: true, sh: `python3 -c '
import os,socket
s=socket.socket(socket.AF_UNIX); s.connect(os.environ["ROOT"]+"/socket"); print(s.recv(99))'`, needs: "python3"},
	{name: "an abstract socket", since: 6, sh: `python3 -c '
import os,socket
s=socket.socket(socket.AF_UNIX); s.connect("\0"+os.environ["ABSTRACT"]); print(s.recv(99))'`, needs: "python3"},
	{name: "the token", sh: `cat "$TOKEN" "$ROOT"/*`},
	{name: "a list of the stub's folder", sh: `ls "$ROOT" | sed 's/token/SECRET-name/'`},
	{name: "another token", sh: `rm -f "$TOKEN"; echo EVIL > "$TOKEN"`},
	{name: "another folder for the stub", sh: `mv "$ROOT" ../old; mkdir "$ROOT"; echo EVIL > "$TOKEN"`},
	{name: "a key of ssh", sh: `cat "$KEY"`},
	{name: "a key for those who log in", sh: `echo EVIL >> ~/.ssh/authorized_keys`},
	{name: "the start of shells", sh: `echo EVIL >> ~/.bashrc; echo EVIL >> ~/.profile`},
	{name: "crontab", sh: `echo '* * * * * true EVIL' | crontab - 2>/dev/null && crontab -l`, needs: "crontab"},
	{name: "a core dump elsewhere", sh: `echo "$OUT/core" > /proc/sys/kernel/core_pattern && echo SECRET`},
	{name: "kernel memory", sh: `head -c 4 /proc/kcore && echo SECRET; head -c 4 /dev/mem && echo SECRET`},
	{name: "the disk", sh: `for d in /dev/vda /dev/sda /dev/nvme0n1; do head -c 4 "$d" >/dev/null && echo SECRET; done`},
	{name: "a kernel module", sh: `python3 -c '
import ctypes
c=ctypes.CDLL(None,use_errno=True); c.syscall(175,b"x",1,b""); ctypes.get_errno() not in (1,38) and print("SECRET-module")'`, needs: "python3"},
	{name: "a secret in the workspace", sh: `cat .env`, mounts: true},
	{name: "a secret in the workspace, renamed", sh: `mv .env e; cat e; ln .env f; cat f`, mounts: true},
}
