/**
 * Tells the findings that stay from those that somebody allowed. An entry without a reason, or that fits nothing, is a problem too.
 * @param {{ path: string, line: number, rule: string, kind: string }[]} findings
 * @param {{ path: string, rule: string, reason: string }[]} allowed
 * @returns {string[]} what is wrong, a line each
 */
export function judge(findings, allowed) {
  const fits = (entry, { path, rule }) => entry.path === path && entry.rule === rule;
  const secrets = findings
    .filter((finding) => !allowed.some((entry) => fits(entry, finding)))
    .map(({ path, line, rule, kind }) => `${path}:${line} may be a secret (${rule}, ${kind})`);
  const unused = allowed
    .filter((entry) => !findings.some((finding) => fits(entry, finding)))
    .map(({ path, rule }) => `${path} is allowed what ${rule} finds, which is nothing: take the entry out`);
  const bare = allowed
    .filter(({ reason }) => !reason)
    .map(({ path, rule }) => `${path} is allowed what ${rule} finds without a reason`);
  return [...secrets, ...unused, ...bare];
}
