# Ways out of what a command was granted: to print the text of a file outside,
# or to change something there. Each begins with "### " and its name; these tests
# run it, and so do those of the whole way in e2e. In it are $LETTER, a file
# outside, $OUT, its directory, $KEY, a secret of the home, $TOKEN, the stub's,
# $ROOT, the stub's folder, $STUB, the process that started the command, $SHARED,
# a directory in /tmp with a letter in it, $SOCKET and $ABSTRACT, sockets of the
# host that answer with the letter. "# mounts" says that Landlock alone does not
# hold it, "# since" from which ABI on it does, where that is not the first, and
# "# needs" names a program.

### cat
cat "$LETTER"

### dots
cat ../docs/letter

### dots after a directory
mkdir -p a/b; cat a/b/../../../docs/letter

### tilde
cat ~/docs/letter

### a symbolic link
ln -s "$LETTER" l; cat l

### a symbolic link to a directory
ln -s "$OUT" d; cat d/letter

### dots after a symbolic link
ln -s "$OUT" d; cat d/../docs/letter

### a chain of links
ln -s "$OUT" a; ln -s a b; ln -s b/letter c; cat c

### a hard link
ln "$LETTER" h; cat h

### a hard link by linkat and /proc
# needs python3
python3 -c 'import os;fd=os.open(os.environ["LETTER"],os.O_PATH);os.link("/proc/self/fd/%d"%fd,"h",follow_symlinks=True);print(open("h").read())'

### rename in
mv "$LETTER" here; cat here

### rename a directory in
mv "$OUT" here; cat here/letter

### rename over
echo EVIL > e; mv -f e "$LETTER"

### exchange
# needs python3
python3 -c 'import ctypes,os;open("e","w").write("EVIL");c=ctypes.CDLL(None);c.renameat2(-100,b"e",-100,os.environb[b"LETTER"],2)'; cat e

### /proc/self/root
cat "/proc/self/root$LETTER"

### /proc/self/cwd
cat /proc/self/cwd/../docs/letter

### /proc/thread-self/root
cat "/proc/thread-self/root$LETTER"

### /proc/1/root
cat "/proc/1/root$LETTER"

### /proc/STUB/root
cat "/proc/$STUB/root$LETTER"; cat "/proc/$STUB/root$TOKEN"

### /proc/STUB/cwd
ls -l "/proc/$STUB/cwd/"; echo EVIL > "/proc/$STUB/cwd/evil"

### /proc/STUB/fd
for f in /proc/$STUB/fd/*; do timeout 1 head -c 200 "$f"; done

### /proc/STUB/environ
tr '\0' '\n' < /proc/$STUB/environ

### /proc/STUB/mem
dd if=/proc/$STUB/mem bs=1 count=1 skip=4194304 && cat "$LETTER"

### /proc/STUB/maps
head -1 /proc/$STUB/maps | grep -q - && echo SECRET-maps

### descriptors that were left
for f in /proc/self/fd/*; do case $f in */[012]) ;; *) cat "$f/../letter" "$f/letter";; esac; done; ls -l /proc/self/fd/ | grep -E 'docs|[.]stub'

### write by redirection
echo EVIL > "$LETTER"

### append
echo EVIL >> "$LETTER"

### read in /tmp
cat "$SHARED/letter"

### write in /tmp
echo EVIL > "$SHARED/letter"; echo EVIL > "$SHARED/new"

### here-document
cat > "$LETTER" <<X
EVIL
X

### create
echo EVIL > "$OUT/new"

### touch
touch "$OUT/new"

### mkdir
mkdir "$OUT/new"

### mkfifo
mkfifo "$OUT/new"

### mknod
mknod "$OUT/new" c 1 3

### mknod of the disk
mknod disk b $(stat -c '%Hd %Ld' . 2>/dev/null || echo 254 0) && dd if=disk bs=512 count=1 | wc -c | grep 512 && echo SECRET

### link out
echo EVIL > e; ln e "$OUT/new"

### symlink out
ln -s "$PWD" "$OUT/new"

### remove
rm -f "$LETTER"

### remove a directory
rm -rf "$OUT"

### truncate
truncate -s 0 "$LETTER"

### O_TRUNC
: > "$LETTER"

### truncate by its path
# since 3
# needs perl
perl -e 'truncate $ENV{LETTER}, 0'

### chmod
# mounts
chmod 777 "$LETTER"

### chmod of a directory
# mounts
chmod 777 "$OUT"

### chmod of the stub's folder
# mounts
chmod 777 "$ROOT" "$TOKEN"

### times
# mounts
touch -d 2001-01-01 "$LETTER"

### attributes
# mounts
# needs setfattr
setfattr -n user.x -v EVIL "$LETTER"

### cp in
cp "$LETTER" c; cat c

### cp -a of a tree
cp -a "$OUT" c; cat c/letter

### tar
# needs tar
tar cf - -C "$OUT" letter | tar xf - -O

### tar out
# needs tar
echo EVIL > new; tar cf - new | tar xf - -C "$OUT"

### dd
dd if="$LETTER" of=/dev/stdout

### dd out
echo EVIL | dd of="$LETTER"

### find -exec
find "$OUT" -type f -exec cat {} \;

### grep -r
grep -r . "$OUT"

### ls of the directory
ls "$OUT" | sed 's/letter/SECRET-name/'

### sh -c
sh -c 'sh -c "cat \"$LETTER\""'

### env -i
l="$LETTER"; env -i /bin/cat "$l"

### eval and globs
eval "c"at '~/d*/let???'

### base64
$(printf '\143\141\164') "$LETTER"

### the shell's read
while read -r l || [ -n "$l" ]; do echo "$l"; done < "$LETTER"

### in the background
(sleep 0.1; cat "$LETTER") & wait

### setsid
# needs setsid
setsid -w cat "$LETTER"

### nohup
nohup cat "$LETTER" 2>/dev/null; cat nohup.out

### perl
# needs perl
perl -e 'open F,$ENV{LETTER}; print <F>'

### python
# needs python3
python3 -c 'import os;print(open(os.environ["LETTER"]).read())'

### git as a reader
# needs git
git diff --no-index --no-ext-diff /dev/null "$LETTER"

### git's alternates
# needs git
git init -q r && cd r && git config core.worktree "$OUT" && git add letter && git show :letter

### ld.so
for l in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1 /lib/ld-musl-*; do [ -e "$l" ] && "$l" /bin/cat "$LETTER"; done

### ld.so of a program outside
for l in /lib64/ld-linux-x86-64.so.2 /lib/ld-linux-aarch64.so.1; do [ -e "$l" ] && "$l" "$OUT/program"; done

### LD_PRELOAD
LD_PRELOAD="$LETTER" cat "$LETTER"

### run a program outside
"$OUT/program"

### source a script outside
. "$OUT/program"

### setuid
su -c "cat '$LETTER'" root </dev/null; sudo -n cat "$LETTER"

### a setuid copy
cp /bin/cat c; chmod u+s c; ./c "$LETTER"

### chroot
chroot / /bin/cat "$LETTER"

### chroot out of the directory
# needs python3
python3 -c 'import os;os.mkdir("j");f=os.open("/",0);os.chroot("j");[os.chdir("..") for _ in range(20)];os.chroot(".");print(open(os.environ["LETTER"]).read())'

### a bind mount
# needs mount
mkdir m; mount --bind "$OUT" m && cat m/letter

### a bind mount in a user namespace
# needs unshare
mkdir m; unshare -Urm sh -c 'mount --bind "$OUT" m; cat m/letter'

### an overlay
# needs unshare
mkdir u w m; unshare -Urm sh -c 'mount -t overlay -o lowerdir="$OUT",upperdir=u,workdir=w o m; cat m/letter'

### unmount what hides
# needs umount
umount "$ROOT"; umount -l "$ROOT"; unshare -Urm umount "$ROOT"; cat "$TOKEN"

### pivot_root
# needs unshare
mkdir -p n/o; unshare -Urm sh -c 'mount --bind n n; cd n; pivot_root . o; cat "/o$LETTER"'

### a fresh /proc
# needs unshare
unshare -Urpfm --mount-proc cat "/proc/1/root$LETTER"

### nsenter
# needs nsenter
nsenter -t "$STUB" -m -- cat "$LETTER"; nsenter -t 1 -m -- cat "$LETTER"

### ptrace of the stub
# needs python3
python3 -c 'import ctypes,os;c=ctypes.CDLL(None);r=c.ptrace(0x4206,int(os.environ["STUB"]),0,0);r==0 and print("SECRET-ptrace")'

### process_vm_readv
# needs python3
python3 -c '
import ctypes,os
class V(ctypes.Structure): _fields_=[("b",ctypes.c_void_p),("l",ctypes.c_size_t)]
b=ctypes.create_string_buffer(16); l=V(ctypes.addressof(b),16); r=V(0x400000,16)
n=ctypes.CDLL(None).process_vm_readv(int(os.environ["STUB"]),ctypes.byref(l),1,ctypes.byref(r),1,0)
n>0 and print("SECRET-memory")'

### pidfd_getfd
# needs python3
python3 -c '
import ctypes,os
c=ctypes.CDLL(None,use_errno=True); p=c.syscall(434,int(os.environ["STUB"]),0)
any(c.syscall(438,p,n,0)>=0 for n in range(12)) and print("SECRET-descriptor")'

### memfd and fexecve
# needs python3
python3 -c '
import os
f=os.memfd_create("x"); os.write(f,open("/bin/cat","rb").read()); os.execve(f,["cat",os.environ["LETTER"]],os.environ)'

### open_by_handle_at
# needs python3
python3 -c '
import ctypes,os
c=ctypes.CDLL(None,use_errno=True); b=ctypes.create_string_buffer(136); b[0:4]=(128).to_bytes(4,"little"); m=ctypes.c_int()
c.name_to_handle_at(-100,os.environb[b"LETTER"],b,ctypes.byref(m),0); f=c.open_by_handle_at(os.open(".",0),b,0)
f>=0 and print(os.read(f,99))'

### O_PATH and reopen
# needs python3
python3 -c '
import os
f=os.open(os.environ["LETTER"],os.O_PATH); print(open("/proc/self/fd/%d"%f).read())'

### a directory descriptor
# needs python3
python3 -c '
import os
d=os.open(os.environ["OUT"],os.O_PATH|os.O_DIRECTORY); print(os.read(os.open("letter",0,dir_fd=d),99))'

### fchdir
cd "$OUT" && cat letter

### a race of links
touch ok; (i=0; while [ $i -lt 300 ]; do ln -sf ok l; ln -sf "$LETTER" l; i=$((i+1)); done) & i=0; while [ $i -lt 60 ]; do cat l; i=$((i+1)); done; wait

### io_uring
# needs python3
python3 - <<'X'
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
X

### inotify
# needs python3
python3 -c '
import ctypes,os
c=ctypes.CDLL(None); f=c.inotify_init1(2048); w=c.inotify_add_watch(f,os.environb[b"LETTER"],0xfff); print(open(os.environ["LETTER"]).read())'

### swapon, acct and the like
# needs python3
python3 -c '
import ctypes,os
c=ctypes.CDLL(None); c.acct(os.environb[b"LETTER"])==0 and print("SECRET-acct")'

### a socket by its path
# mounts
# needs python3
python3 -c '
import os,socket
s=socket.socket(socket.AF_UNIX); s.connect(os.environ["SOCKET"]); print(s.recv(99))'

### a socket in the stub's folder
# mounts
# needs python3
python3 -c '
import os,socket
s=socket.socket(socket.AF_UNIX); s.connect(os.environ["ROOT"]+"/socket"); print(s.recv(99))'

### an abstract socket
# since 6
# needs python3
python3 -c '
import os,socket
s=socket.socket(socket.AF_UNIX); s.connect("\0"+os.environ["ABSTRACT"]); print(s.recv(99))'

### the token
cat "$TOKEN" "$ROOT"/*

### a list of the stub's folder
ls "$ROOT" "$(dirname "$TOKEN")" | sed 's/token/SECRET-name/'

### another token
rm -f "$TOKEN"; echo EVIL > "$TOKEN"

### another folder for the stub
mv "$ROOT" ../old; mkdir "$ROOT"; echo EVIL > "$TOKEN"

### a key of ssh
cat "$KEY"

### a key for those who log in
echo EVIL >> ~/.ssh/authorized_keys

### the start of shells
echo EVIL >> ~/.bashrc; echo EVIL >> ~/.profile

### crontab
# needs crontab
echo '* * * * * true EVIL' | crontab - 2>/dev/null && crontab -l

### a core dump elsewhere
echo "$OUT/core" > /proc/sys/kernel/core_pattern && echo SECRET

### kernel memory
head -c 4 /proc/kcore && echo SECRET; head -c 4 /dev/mem && echo SECRET

### the disk
for d in /dev/vda /dev/sda /dev/nvme0n1; do head -c 4 "$d" >/dev/null && echo SECRET; done

### a kernel module
# needs python3
python3 -c '
import ctypes
c=ctypes.CDLL(None,use_errno=True); c.syscall(175,b"x",1,b""); ctypes.get_errno() not in (1,38) and print("SECRET-module")'

### a secret in the workspace
# mounts
cat .env

### a secret in the workspace, renamed
# mounts
mv .env e; cat e; ln .env f; cat f
