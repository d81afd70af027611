/**
 * Whether a file has a test of that title which runs: a function of a Go test, a case of its table, or a title in quotes.
 * @param {string} file
 * @param {string} source
 * @param {string} title
 */
export function hasTitle(file, source, title) {
  const text = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  if (file.endsWith('.go'))
    return new RegExp(
      `^func ${text}\\([tf] \\*testing\\.[TF]\\)|\\b(?:name: |t\\.Run\\()"${text}"`,
      'm',
    ).test(source);
  const said = text.replaceAll("'", "\\\\?'");
  const isThere = new RegExp(`(['"\`])${said}\\1`).test(source);
  const isOff = new RegExp(`\\.(?:skip|todo)\\(\\s*(['"\`])${said}\\1`).test(source);
  return isThere && !isOff;
}
