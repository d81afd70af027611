# Further ways out, beside those of go-stub/internal/sandbox/testdata/escapes.sh, in the same form. $OTHER is a process of
# the same user that the stub did not start, with a secret in its environment; $PORT is the stub's on loopback.

### another process's environment
tr '\0' '\n' < "/proc/$OTHER/environ"

### another process's memory
# needs python3
python3 -c '
import os
p="/proc/"+os.environ["OTHER"]; m=open(p+"/mem","rb")
for l in open(p+"/maps"):
    if "[stack]" in l:
        a,b=(int(x,16) for x in l.split()[0].split("-")); m.seek(a); d=m.read(b-a); print(d[d.find(b"SECRET"):][:20])'

### ptrace of another process
# needs python3
python3 -c 'import ctypes,os;c=ctypes.CDLL(None);r=c.ptrace(0x4206,int(os.environ["OTHER"]),0,0);r==0 and print("SECRET-ptrace")'

### another process's descriptors
# needs python3
python3 -c '
import ctypes,os
c=ctypes.CDLL(None,use_errno=True); p=c.syscall(434,int(os.environ["OTHER"]),0)
any(c.syscall(438,p,n,0)>=0 for n in range(12)) and print("SECRET-descriptor")'

### another process's root
cat "/proc/$OTHER/root$LETTER" "/proc/$OTHER/cwd/docs/letter"

### the debugger of a shell
# needs gdb
gdb -p "$OTHER" -batch -ex 'print (char*) environ[0]'

### systemd-run
# needs systemd-run
systemd-run --user --wait --pipe cat "$LETTER"; systemd-run --wait --pipe cat "$LETTER"

### at
# needs at
echo "cp $LETTER $PWD/c" | at now

### ssh to oneself
# needs ssh
ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o ConnectTimeout=2 -p "$SSHPORT" 127.0.0.1 cat "$LETTER"

### a crontab by hand
echo '* * * * * root touch EVIL' > /etc/cron.d/evil && echo SECRET; echo '* * * * * touch EVIL' > /var/spool/cron/crontabs/dev && echo SECRET

### a start of the desktop
mkdir -p ~/.config/autostart ~/.config/systemd/user; echo '[Service]' > ~/.config/systemd/user/evil.service

### git's own configuration
echo '[core] fsmonitor = evil' >> ~/.gitconfig

### git's hooks of everybody
# needs git
git config --global core.hooksPath "$PWD/hooks"

### ssh's configuration
printf 'Host *\nProxyCommand evil\n' >> ~/.ssh/config

### a program of the user's
mkdir -p ~/.local/bin; printf '#!/bin/sh\necho EVIL\n' > ~/.local/bin/ls

### rename of the home
mv ~ ~/../dev2

### rename of the home's parts
mv ~/.ssh ~/ssh; mv ~/.profile "$PWD/"

### the stub asked as anybody
# needs perl
perl -MIO::Socket::INET -e '$s=IO::Socket::INET->new("127.0.0.1:$ENV{PORT}") or exit; print $s "GET /stub/v1/approvals HTTP/1.0\r\nHost: 127.0.0.1:$ENV{PORT}\r\n\r\n"; $_=<$s>; / 200 / and print "SECRET-answer"'

### the stub asked with an empty token
# needs perl
perl -MIO::Socket::INET -e '$s=IO::Socket::INET->new("127.0.0.1:$ENV{PORT}") or exit; print $s "GET /stub/v1/exec HTTP/1.0\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \r\n\r\n"; $_=<$s>; / 200 / and print "SECRET-answer"'

### the stub's socket in its folder
# needs perl
perl -MIO::Socket::UNIX -e 'for (glob("$ENV{ROOT}/run/*")) { $s=IO::Socket::UNIX->new($_) and print "SECRET-socket" }'

### a second stub
for s in "$ROOT"/bin/*; do "$s" status && echo SECRET; done

### the token by the program of the stub
"/proc/$STUB/exe" token; "/proc/$STUB/exe" status --root "$ROOT" | grep -q running && echo SECRET-status

### the log of the stub
cat "$ROOT"/log/* "$ROOT"/*/*.log | head -5 | sed 's/^/SECRET-log /'

### LD_AUDIT
LD_AUDIT="$OUT/program" LD_LIBRARY_PATH="$OUT" cat "$LETTER"

### a shell's start file
BASH_ENV="$OUT/program" bash -c :; ENV="$OUT/program" sh -ic : </dev/null

### a program found by PATH
PATH="$OUT:$PATH" program

### a program as an interpreter
printf '#!%s\n' "$OUT/program" > s; chmod +x s; ./s

### gcc's include
# needs gcc
printf '#include "%s"\n' "$LETTER" | gcc -E - ; printf '#include "%s"\n' "$LETTER" | gcc -c -xc -o /dev/null - 2>&1

### an archive of what a link leads to
# needs tar
ln -s "$OUT" d; tar chf - d | tar xf - -O

### split, sort, od and friends
od -c "$LETTER" | head -1; sort -u "$LETTER"; split -b 3 "$LETTER" part-; cat part-*; xxd "$LETTER"; diff /dev/null "$LETTER"; wc -c "$LETTER" | grep '^6'

### splice and sendfile
# needs python3
python3 -c '
import os
f=os.open(os.environ["LETTER"],os.O_RDONLY); o=os.open("o",os.O_WRONLY|os.O_CREAT,0o600); os.sendfile(o,f,0,99); print(open("o").read())'

### mmap
# needs python3
python3 -c '
import mmap,os
f=os.open(os.environ["LETTER"],os.O_RDWR); m=mmap.mmap(f,0); print(m[:]); m[0:4]=b"EVIL"'

### openat2 in its root
# needs python3
python3 -c '
import ctypes,os,struct
c=ctypes.CDLL(None,use_errno=True); h=struct.pack("QQQ",0,0,0x10); d=os.open("/",os.O_PATH)
f=c.syscall(437,d,os.environb[b"LETTER"],h,24); f>=0 and print(os.read(f,99))'

### a descriptor over a socket
# needs python3
python3 -c '
import array,os,socket
s=socket.socket(socket.AF_UNIX); s.connect("\0"+os.environ["ABSTRACT"]+"-fd"); m,a,_,_=s.recvmsg(9,socket.CMSG_SPACE(4))
f=array.array("i"); f.frombytes(a[0][2][:4]); print(os.read(f[0],99))'

### a message queue and shared memory of others
# needs python3
python3 -c '
import os
print(open("/dev/shm/"+os.environ["ABSTRACT"]).read())'

### fallocate
# needs fallocate
fallocate -p -o 0 -l 6 "$LETTER"; fallocate -l 4096 "$LETTER"

### chattr and chown
# needs python3
# mounts
python3 -c '
import fcntl,os
f=os.open(os.environ["OUT"],os.O_RDONLY|os.O_DIRECTORY); fcntl.ioctl(f,0x40086602,b"\x10\0\0\0\0\0\0\0")'; chgrp "$(id -g)" "$LETTER" && chmod 4777 "$LETTER"

### the workspace, moved
mv "$PWD" "$PWD-2"; ln -s "$OUT" "$PWD"; cat ./letter "$PWD/letter"

### a rename around what is hidden
mkdir n; mv .env n/e 2>/dev/null; ln -s .env e; cat e n/e; tar cf - --exclude=attempts . 2>/dev/null | grep -a -o 'SECRET-env'

### a file of root
cat /etc/shadow /etc/sudoers; sed -i s/dev/evil/ /etc/passwd && echo SECRET

### the host's keys
cat /e2e/host_key /e2e/files/* /root/.ssh/* | head -1 | sed 's/^/SECRET-key /'

### fsopen and open_tree
# needs python3
python3 -c '
import ctypes,os
c=ctypes.CDLL(None,use_errno=True); t=c.syscall(428,-100,os.environb[b"OUT"],1)
t>=0 and print(os.read(os.open("letter",0,dir_fd=t),99))'

### the temporary directories of others
# mounts
for d in "$(dirname "$TMPDIR")"/*; do [ "$d" = "$TMPDIR" ] || { echo EVIL > "$d/new" && cat "$d/new" | sed 's/^/SECRET-tmp /'; }; done
