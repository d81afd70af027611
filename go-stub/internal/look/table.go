package look

import (
	"strings"
	"sync"
)

// table says of the common programs which of their arguments are read, which
// are written and which are no paths. A line is names, then for each argument
// its kind (see use and the constants beside knowledge); "*" repeats the one
// before, "$k" is the last argument, "?-e" an option in whose place the first
// argument stands, "!-i" one that makes it edit what it reads, "^-O" one that
// makes it edit where it runs, ".k" what is done
// where it runs when no path is given (".B" always), "-o=k" an option with a value.
const table = `
cat,tac,less,more,rev,md5sum,sha1sum,sha224sum,sha256sum,sha384sum,sha512sum,b2sum,cksum,sum,zcat,bzcat,xzcat,zstdcat,zless,zmore,readlink,realpath,size,nm,readelf,ldd,tsort,comm,bat,wc: r* --files0-from=r
base64,base32,fold,fmt: r* -w=- --wrap=- --width=-
nl,pr,expand,unexpand: r* -b=- -d=- -f=- -h=- -i=- -l=- -n=- -s=- -v=- -w=- -t=-
od,hexdump: r* -A=- -j=- -N=- -t=- -n=- -s=- -e=- -f=r
strings: r* -n=- -e=- -t=-
stat: r* -c=- --format=- --printf=-
join: r* -1=- -2=- -a=- -e=- -j=- -o=- -t=- -v=-
column: r* -c=- -s=- -o=- -N=-
head,tail: r* -n=- -c=- -s=- --lines=- --bytes=- --pid=-
ls,dir,vdir: R* .R -I=- -w=- -T=- --color=-
tree: R* .R -L=- -P=- -I=- -o=e
du,ncdu: R* .R -d=- -t=- -B=- -X=r --exclude=- --max-depth=- --exclude-from=r
df,mountpoint: r* -B=- -t=- -x=-
file: r* -m=r -f=r -F=- -e=-
cut: r* -b=- -c=- -f=- -d=-
paste: r* -d=-
uniq: r e -f=- -s=- -w=-
sort: r* -o=e -k=- -t=- -S=- -T=E --output=e --temporary-directory=E --parallel=- --files0-from=r
split: r p -b=- -l=- -n=- -a=- -C=- .E
csplit: r -* -f=p -n=- -b=-
diff,cmp,sdiff,colordiff,diff3: R* -U=- -C=- -x=- -I=- -X=r -F=- -W=- -i=- -n=- --exclude=- --label=- -o=e
grep,egrep,fgrep,zgrep,bzgrep,xzgrep: - R* .r ?-e ?-f ?--regexp ?--file -e=- -f=r -A=- -B=- -C=- -m=- -d=- -D=- --regexp=- --file=r --include=- --exclude=- --exclude-dir=- --exclude-from=r --color=- --label=-
rg,ag,ack: - R* ?-e ?-f ?--files .R -e=- -f=r -A=- -B=- -C=- -m=- -g=- -t=- -T=- -d=- -j=- -r=- --ignore-file=r --color=- --colors=- --sort=- --type=- --glob=-
sed,gsed: z r* ?-e ?-f ?--expression ?--file !-i !--in-place -e=z -f=r -l=- --expression=z --file=r --line-length=-
awk,gawk,mawk,nawk: q r* ?-f ?--file -F=- -v=- -f=r --file=r -i=r -E=r
jq,yq: - r* ?-f ?--from-file !-i -f=r --from-file=r -L=r --indent=-
tr,echo,true,false,pwd,sleep,kill,killall,pkill,pgrep,uname,whoami,id,hostname,ps,seq,expr,basename,dirname,jobs,ulimit,umask,hash,type,which,whereis,let,getopts,yes,tput,clear,nproc,uptime,free,groups,tty,logname,arch,factor,printenv,locale,logger,wait,return,break,continue,bg,fg,disown,times,caller,shopt,unalias,history,enable,complete,compgen,bind,help,stty,reset,sync,getent,lsof,top,htop,vmstat,iostat,w,who,last,users,ping,dig,nslookup,host,systemctl,journalctl,lscpu,lsblk,lsmod,dmesg: -*
printf: -* -v=-
date: -* -f=r -r=r -d=- -s=- --file=r --reference=r
cal,ncal: -*
mkdir: e* -m=- -Z=- --mode=- --context=-
rmdir: x*
touch: e* -d=- -t=- -r=r --date=- --reference=r
rm: x*
unlink: x
shred: e* -n=- -s=- --iterations=- --size=- --random-source=r
truncate: e* -s=- -r=r --size=- --reference=r
mkfifo,mknod: e -* -m=-
chmod: - e* ?--reference --reference=r
chown,chgrp: - e* ?--reference --from=- --reference=r
setfacl: e* -m=- -x=- -M=r -X=r
cp: r* $i -t=E -S=- --target-directory=E --suffix=- --sparse=- --no-preserve=- --preserve=-
mv: m* $i -t=E -S=- --target-directory=E --suffix=-
install: r* $i -t=E -m=- -o=- -g=- -S=- --mode=- --owner=- --group=- --target-directory=E
rsync: s* $t -e=- -f=- -B=- -M=- -T=E --exclude=- --include=- --filter=- --rsh=- --exclude-from=r --include-from=r --files-from=r --password-file=r --log-file=e --link-dest=R --copy-dest=R --compare-dest=R --backup-dir=E --partial-dir=E --temp-dir=E --port=- --timeout=- --bwlimit=- --chmod=- --chown=- --info=- --max-size=- --min-size=- --rsync-path=- --suffix=-
scp: s* $t -P=- -i=r -F=r -S=r -c=- -o=- -l=- -J=- -D=- -X=-
sftp: -* -P=- -i=r -F=r -b=r -o=- -B=- -c=- -D=- -J=- -l=- -R=- -S=r -s=-
ssh: -* -i=r -F=r -E=e -S=- -b=- -c=- -D=- -e=- -I=r -J=- -L=- -l=- -m=- -O=- -o=- -p=- -Q=- -R=- -W=- -w=-
ssh-keygen: -* -f=b -C=- -N=- -t=- -b=- -P=- -R=-
tee: e* --output-error=-
patch: b r -i=r -o=e -d=d -p=- -r=e -D=- -F=- .B --input=r --output=e --directory=d --strip=-
gzip,gunzip,bzip2,bunzip2,xz,unxz,lzma,zstd,unzstd,compress,uncompress: b* -S=- -o=e -D=r -T=-
zip: w R* -x=- -i=- -d=- -P=- -b=E -n=- -t=-
unzip: r -* -d=E -x=- -P=-
cpio: -* .B -D=d -F=b -E=r -I=r -O=e
ar: - b r*
curl: u* ^-O ^--remote-name ^--remote-name-all ^-J -o=e -T=r -d=@ -F=@ -K=r -E=r -b=- -c=e -D=e -H=@ -A=- -e=- -m=- -u=- -U=- -x=- -X=- -w=- -r=- -y=- -Y=- -z=- -C=- -Q=- -t=- -P=- --output=e --output-dir=E --upload-file=r --data=@ --data-binary=@ --data-ascii=@ --data-raw=- --data-urlencode=@ --json=@ --form=@ --config=r --cert=r --key=r --cacert=r --capath=R --cookie=- --cookie-jar=e --dump-header=e --header=@ --user-agent=- --max-time=- --user=- --request=- --write-out=- --url=u --unix-socket=b --netrc-file=r --trace=e --trace-ascii=e --stderr=e --connect-timeout=- --retry=- --proxy=- --range=- --referer=- --resolve=- --etag-save=e --etag-compare=r
wget: u* .E -O=e -o=e -a=e -P=E -i=r -t=- -T=- -U=- -e=- -Q=- -w=- -A=- -R=- -D=- -l=- --output-document=e --output-file=e --append-output=e --directory-prefix=E --input-file=r --post-file=r --body-file=r --post-data=- --body-data=- --header=- --load-cookies=r --save-cookies=e --ca-certificate=r --certificate=r --private-key=r --user-agent=- --timeout=- --tries=-
ed,ex,vi,vim,view,nvim,nano,emacs,micro,pico,joe: b* -c=- -S=r -u=r -o=- -p=- -s=-
sqlite3: b -* -init=r -cmd=-
psql,mysql: -* -f=r -o=e -d=- -c=- -h=- -p=- -U=- -u=- -e=- -D=- -L=e --file=r --output=e
python,python2,python3,pypy,pypy3: r g* ?-c ?-m .B -c=c -m=- -W=- -X=-
node,nodejs,bun,deno,tsx,ts-node: r g* ?-e ?-p ?--eval ?--print .B -e=c -p=c --eval=c --print=c -r=g --require=g --import=g --env-file=r --input-type=-
perl: r g* ?-e ?-E !-i .B -e=c -E=c -M=- -I=R
ruby: r g* ?-e !-i .B -e=c -r=g -I=R -C=d
php: r g* ?-r .B -r=c -f=r -d=- -c=r -S=- -t=R
lua,luajit,Rscript,groovy,tclsh: r g* ?-e .B -e=c
make,gmake,ninja,bmake: g* .B -C=d -f=r -I=R -j=- -l=- -o=- -W=- --directory=d --file=r --makefile=r
go: g* .B -C=d -o=e
cargo,npm,pnpm,yarn,npx,gradle,mvn,meson: g* .B -C=d -o=e --prefix=d --cwd=d --dir=d --manifest-path=r --target-dir=E
cmake: g* .B -S=R -B=E --build=E --install=R
gcc,cc,g++,c++,clang,clang++,ld,as,tcc: g* .B -o=e -I=- -L=- -l=- -D=- -U=- -include=r -isystem=- -MF=e -MT=- -x=-
docker,podman,nerdctl: g* -v=v --volume=v -e=- --env=- --env-file=r -p=- --publish=- -w=- --workdir=- --name=- -f=r --file=r -t=- -u=- --user=- --entrypoint=- --network=- --mount=-
crontab: r -u=-
openssl,gpg,gpg2,age,keytool: g* -in=r -out=e -o=e -key=r -keyout=e -cert=r -CA=r -CAkey=r -config=r -i=r -subj=- --output=e --homedir=B --import=r
iconv: r* -f=- -t=- -o=e --output=e
mktemp: p -p=E --tmpdir=E --suffix=-
mount: r e -t=- -o=- -L=- -U=-
umount: e*
chattr: - e*
getfacl,lsattr,namei: R*
xxd: r e -c=- -s=- -l=- -g=- -o=-
nohup,setsid,stdbuf,unbuffer,catchsegv,fakeroot,proxychains,eatmydata,dbus-run-session,builtin,command: > -i=- -o=- -e=- -a=-
nice,ionice: > -n=- -c=- -p=-
timeout: - > -k=- -s=- --kill-after=- --signal=-
chrt: - > -T=- -P=- -D=-
taskset: - > -p=-
chroot: R > --userspec=- --groups=-
flock: e > -w=- -E=- -c=h --timeout=- --command=h
strace,ltrace,perf: > -o=e -e=- -p=- -s=- -E=- -a=- -O=- -u=-
time: > -f=- -o=e
unshare,nsenter: > -t=- -S=- -G=- -R=R --root=R --wd=d --map-user=-
busybox,toybox: >
su,runuser: -* -c=h -s=r -g=- -G=- --command=h --shell=r
script: e -c=h --command=h -T=e -I=e -O=e -B=e
`

// programs is the table, read once.
var programs = sync.OnceValue(func() map[string]knowledge {
	all := map[string]knowledge{}
	for line := range strings.SplitSeq(table, "\n") {
		names, rest, found := strings.Cut(line, ": ")
		if !found {
			continue
		}
		k := readKnowledge(rest)
		for name := range strings.SplitSeq(names, ",") {
			all[name] = k
		}
	}
	all[":"] = all["true"]
	return all
})

func readKnowledge(line string) knowledge {
	k := knowledge{options: map[string]byte{}}
	for word := range strings.FieldsSeq(line) {
		switch {
		case word[0] == '?':
			k.instead = append(k.instead, word[1:])
		case word[0] == '!':
			k.edits = append(k.edits, word[1:])
		case word[0] == '^':
			k.fetches = append(k.fetches, word[1:])
		case word[0] == '$':
			k.last = word[1]
		case word[0] == '.':
			k.alone = word[1]
		case len(word) > 2 && word[0] == '-':
			name, kind, _ := strings.Cut(word, "=")
			k.options[name] = kind[0]
		default:
			k.args = append(k.args, word[0])
			k.rest = k.rest || len(word) > 1
		}
	}
	return k
}
