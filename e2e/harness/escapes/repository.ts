import { keep, places } from './places.js';

/** Root's sh that makes the workspace a repository of the user's, with something changed, and then runs `script` in it as the user. */
export const asUser = (
  script: string,
): string => `setpriv --reuid dev --regid dev --clear-groups env HOME=/home/dev/run sh -e <<'X'
cd ${places.work} && git init -q -b main . && printf '${keep}\\n.opencode\\n' > .git/info/exclude && git config user.name a && git config user.email a@b && echo a > tracked
git add tracked inner.txt && git commit -q -m x && echo b >> tracked && echo c > new
${script}
X`;
