/**
 * How many words of a command say what it does: what OpenCode 1.18.33 offers to allow for good. A longer name overrules the shorter
 * one that it begins with; commands that are not named here are their first word.
 */
const wordsByCount: Record<number, string> = {
  1: `cat cd chmod chown cp echo env export grep kill killall ln ls mkdir mv ps pwd rm rmdir sleep source tail touch unset which`,
  2: `bazel brew bun cargo cdk cf cmake composer consul crictl deno docker eksctl firebase flyctl git go gradle helm heroku
      hugo ip kind kubectl kustomize make mc minikube mongosh mvn mysql ng npm nvm nx openssl pip pipenv pnpm podman poetry psql
      pulumi pyenv python rake rbenv redis-cli rustup serverless skaffold sls sst swift systemctl terraform tmux turbo ufw vault
      vercel volta wp yarn`,
  3: `aws az doctl gcloud gh sfdx bun+run bun+x cargo+add cargo+run consul+kv deno+task docker+builder docker+compose
      docker+container docker+image docker+network docker+volume eksctl+create git+config git+remote git+stash ip+addr ip+link
      ip+netns ip+route kind+create kubectl+kustomize kubectl+rollout mc+admin npm+exec npm+init npm+run npm+view openssl+req
      openssl+x509 pnpm+dlx pnpm+exec pnpm+run podman+container podman+image pulumi+stack terraform+workspace vault+auth vault+kv
      yarn+dlx yarn+run`,
};

const countOf = new Map(
  Object.entries(wordsByCount).flatMap(([count, names]) =>
    names.split(/\s+/).map((name): [string, number] => [name.replace('+', ' '), Number(count)]),
  ),
);

const longestName = 2;

/** The words of a command that say what it does. */
export function commandPrefix(words: readonly string[]): readonly string[] {
  for (let length = Math.min(longestName, words.length); length > 0; length -= 1) {
    const count = countOf.get(words.slice(0, length).join(' '));
    if (count !== undefined) return words.slice(0, count);
  }
  return words.slice(0, 1);
}
