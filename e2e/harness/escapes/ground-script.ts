import { account } from '../profile.js';
import { keep, places, turnFolder } from './places.js';

const { home, uid } = account;
const { work, far, shared, root, token } = places;

/** What is outside, and the workspace's directory itself, from nothing or from what an attempt has left of it. */
const around = `
cd ${home}
if [ -L work ] || [ ! -d work/${keep} ]; then
  rm -rf work
  for moved in work-2 docs/work docs/here docs/work-2 docs-2; do [ ! -d $moved/${keep} ] || mv $moved work; done
fi
gone="docs docs-2 .profile .bashrc .gitconfig .config .local .ssh ssh run/letter work-2 ${home}2 /etc/cron.d/evil"
rm -rf $gone || { sleep 0.5; rm -rf $gone; }
mkdir -p docs .ssh ${far} ${shared} run && chmod 755 docs ${home} ${far} ${shared} ${work} && chmod 700 .ssh run && chown ${uid}:${uid} ${work}
printf SECRET > docs/letter; printf SECRET > .ssh/id; printf SECRET > docs/SECRET-name
printf '#!/bin/sh\\necho SECRET\\n' > docs/program; printf '# mine\\n' > .profile; printf '# mine\\n' > .bashrc; : > .ssh/authorized_keys
chmod 600 docs/letter .ssh/id .ssh/authorized_keys; chmod 700 docs/program; chmod 644 .profile .bashrc
for other in ${far} ${shared}; do rm -rf $other/*; cp -a docs/* $other/; done
[ ! -e ${token} ] || { chmod 700 ${root} ${root}/run; chmod 600 ${token}; }
chown -R ${uid}:${uid} docs .ssh .profile .bashrc run ${far} ${shared}
touch -d 2020-02-02 docs/* .ssh/* .profile .bashrc ${far}/* ${shared}/* docs .ssh ${far} ${shared}`;

/** The workspace's directory as each attempt finds it. Secrets that are as they were stay: a command that runs may have them hidden. */
const inside = `
cd ${work} && find . -mindepth 1 -maxdepth 1 ! -name ${keep} ! -name .opencode ! -name .env ! -name sub -exec rm -rf {} +
[ -d sub ] && [ ! -L sub ] || rm -rf sub; mkdir -p sub; find sub -mindepth 1 ! -name .env.local -exec rm -rf {} +
for secret in .env sub/.env.local; do
  [ "$(stat -c '%F %h' $secret 2>&1)" = 'regular file 1' ] && [ "$(cat $secret)" = SECRET-env ] || { rm -rf $secret; printf SECRET-env > $secret; }
done
ln -s ../docs/letter link; ln -s ../docs dir; ln -s dir/letter chain; ln -s link chained
printf 'hello\\n' > inner.txt; chown -hR ${uid}:${uid} .env link dir chain chained inner.txt sub`;

const look = `
cd ${home} && find . -mindepth 1 -path ./work -prune -o -path ./.opencode-remote-ssh -prune -o -path ./run -prune -o -printf '%p %y %m %U:%G %n %s %T@ %l\\n'
find ${far} ${shared} -printf '%p %y %m %U:%G %n %s %T@ %l\\n'; ls -d ${home}2 ${work}-2 /etc/cron.d/evil /var/spool/cron/crontabs/* 2>/dev/null
cat docs/letter .ssh/id ${far}/letter ${shared}/letter .profile .bashrc 2>&1
stat -c '%n %F %a %U' ${root} ${token} 2>&1; cksum < ${token}; stat -c '%n %F %a' ${work} ${work}/.env; cat ${work}/.env | head -c 99`;

export const noAnswer = 'NO ANSWER';
export const changed = 'CHANGED';

/**
 * To be read by root's sh on the host. `check` says what the attempt before has changed outside, and puts all back; `turn_over` waits for the one
 * that {@link runner} is at, `go` lets it begin the next.
 */
export const groundScript = `
around() {${around}
}
inside() {${inside}
}
look() {${look}
}
check() {
  look > /e2e/now 2>&1 || :
  cmp -s /e2e/wanted /e2e/now || { echo ${changed}; cat /e2e/now; around; }
  inside
}
turn_over() { timeout 25 sh -c 'read -r _ < ${turnFolder}/done' || echo ${noAnswer}; }
go() { timeout 25 sh -c 'echo > ${turnFolder}/go' || echo ${noAnswer}; }
`;

/** Runs the attempts whose numbers it is given, one a turn; what each said stands between its marks, the lines with a secret last. */
export const runner = `for at; do
  read -r _ < ${turnFolder}/go
  echo "=== $at"
  timeout 10 sh ${work}/${keep}/$at > ${turnFolder}/said 2> ${turnFolder}/errors < /dev/null
  cat ${turnFolder}/said ${turnFolder}/errors | LC_ALL=C tr -c '[:print:]\\n' '?' > ${turnFolder}/shown
  head -c 1200 ${turnFolder}/shown
  grep -E -m 3 'SECRET([^S]|$)' ${turnFolder}/shown | cut -c 1-300
  echo
  echo "=== end $at"
  echo > ${turnFolder}/done
done`;
