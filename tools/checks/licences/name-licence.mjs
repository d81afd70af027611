/** What only the text of that licence says; the first that fits. */
const words = [
  ['Apache-2.0', /Apache License\s+Version 2\.0/],
  ['MPL-2.0', /Mozilla Public License/],
  ['GPL-3.0-or-later', /GNU (?:LESSER |AFFERO )?GENERAL PUBLIC LICENSE/i],
  ['ISC', /Permission to use, copy, modify, and(?:\/or)? distribute this software for any purpose/],
  ['MIT', /Permission is hereby granted, free of charge/],
  ['BSD-3-Clause', /Redistribution and use in source and binary forms[^]*Neither the name of/],
  ['BSD-2-Clause', /Redistribution and use in source and binary forms/],
];

/**
 * A Go module says nowhere else what its licence is. The SPDX name; empty for a text of another kind.
 * @param {string} text
 */
export function nameLicence(text) {
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? '';
}
