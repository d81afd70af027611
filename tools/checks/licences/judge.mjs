import satisfies from 'spdx-satisfies';

/** Under these it can be passed on inside of something that is MIT, with their text. */
export const allowed = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
];

/**
 * @param {{ name: string, version: string, license: string, texts: string[] }[]} parts
 * @returns {string[]} what is wrong, a line each
 */
export function judge(parts) {
  return parts.flatMap(({ name, license, texts }) => {
    const problems = [];
    if (!isAllowed(license))
      problems.push(`${name} is under ${JSON.stringify(license)}, which is not allowed`);
    if (texts.length === 0) problems.push(`${name} has no text of its licence to pass on`);
    return problems;
  });
}

function isAllowed(license) {
  try {
    return satisfies(license, allowed);
  } catch {
    return false;
  }
}
