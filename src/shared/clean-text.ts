/**
 * C0 and C1 control characters except tab and line feed, and Unicode's noncharacters and lone surrogates.
 * Gmail clips a message at one of U+0080–U+009F however short it is (hteumeuleu/email-bugs #41), and SQLite
 * ends a text at NUL.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is what this is for
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\u{fdd0}-\u{fdef}\ufffe\uffff]|\p{Surrogate}/gu;

/** Marks that turn the direction of what follows, with which a name could rewrite a line. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * What cannot be seen and has no place in a name: soft hyphens, zero-width spaces, fillers, annotations, controls of shorthand
 * and of music, and tags that belong to no flag. Joiners stay, because Persian and Hindi write with them, and so do emoji.
 */
const INVISIBLE =
  /\u034f|\u17b4|\u17b5|[\u00ad\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}]|(?<![\u{1f3f4}\u{e0020}-\u{e007e}])[\u{e0000}-\u{e007f}]+/gu;

/** The name of a person on one line, without anything in it that cannot be seen or turns what follows. */
export function personName(text: string): string {
  return oneLine(withoutBidiControls(text).replace(INVISIBLE, ''));
}

/** Hebrew, Arabic and the other scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The text without characters that no mail may carry, line ends as LF, trimmed. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNWANTED, '').trim();
}

/** The text on one line: every run of white space is one space. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ');
}

/** The text without embeddings, overrides and isolates (UAX #9, 2.1 to 2.4); the marks that turn nothing stay. */
export function withoutBidiControls(text: string): string {
  return text.replace(BIDI_CONTROLS, '');
}

/** Whether any of the text runs from right to left. */
export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}
