/**
 * A shell function that prints a file's SHA-256 by the host's own tool: nothing where it has none, `none` where that could not read
 * the file.
 */
export const sumOf = [
  'sum_of() {',
  '  v=',
  '  if command -v sha256sum >/dev/null 2>&1; then v=$(sha256sum 2>/dev/null <"$1") || v=none',
  '  elif command -v openssl >/dev/null 2>&1; then v=$(openssl dgst -sha256 -r 2>/dev/null <"$1") || v=none; fi',
  `  printf %s "\${v%% *}"`,
  '}',
].join('\n');
