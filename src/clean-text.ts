/**
 * C0 and C1 control characters except tab and line feed, and Unicode's noncharacters and lone surrogates.
 * Gmail clips a message at one of U+0080–U+009F however short it is (hteumeuleu/email-bugs #41), and SQLite
 * ends a text at NUL.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is what this is for
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\u{fdd0}-\u{fdef}\ufffe\uffff]|\p{Surrogate}/gu;

/** Marks that turn the direction of what follows, with which a name could rewrite a line. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

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
