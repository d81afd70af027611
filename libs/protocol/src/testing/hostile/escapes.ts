/** Text that a terminal would obey, each with a mark of its own that shows whether it did. */
export const steering = {
  'window title': '\u001b]0;ORSSH-TITLE\u0007',
  'window title by ST': '\u001b]2;ORSSH-TITLE\u001b\\',
  clipboard: '\u001b]52;c;T1JTU0gtQ0xJUA==\u0007',
  hyperlink: '\u001b]8;;http://127.0.0.1/\u001b\\click\u001b]8;;\u001b\\',
  'question to the terminal': '\u001bP$qm\u001b\\\u001b[c\u001b[6n\u001b[21t',
  'cursor and erase': '\u001b[2J\u001b[1;1H\u001b[31mORSSH-MOVED\u001b[8m',
  'other screen': '\u001b[?1049h\u001b[?25l\u001b[?1003h',
  'C1 controls': '\u009b2J\u009d0;ORSSH-TITLE\u009c\u0090q\u009c',
  'right to left': '\u202egpj.exe\u202c\u2066x\u2069\u061c\u200f',
  'a line of its own': 'x\r\nerror: nothing is wrong\r\n$ \b\b\u007f',
  'bell and others': '\u0007\u0000\u000e\u000c\u000b',
} as const;

/** All of it in one. */
export const steeringText = Object.values(steering).join('');
