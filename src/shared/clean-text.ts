/**
 * C0 and C1 control characters except tab and line feed, noncharacters and lone surrogates. Gmail clips a message at
 * U+0080–U+009F, however short it is (hteumeuleu/email-bugs #41), and SQLite ends a text at NUL.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is what this is for
const UNWANTED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\u{fdd0}-\u{fdef}\ufffe\uffff]|\p{Surrogate}/gu;

/** Marks that change the direction of the text after them, so that a name could garble a whole line. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;

/** Soft hyphens, zero-width spaces, fillers and the like. Joiners stay: Persian, Hindi and emoji need them. */
const INVISIBLE =
  /\u034f|\u17b4|\u17b5|[\u00ad\u115f\u1160\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}]|(?<![\u{1f3f4}\u{e0020}-\u{e007e}])[\u{e0000}-\u{e007f}]+/gu;

/** A person's name on one line, without invisible characters or marks that change direction. */
export function personName(text: string): string {
  return oneLine(withoutBidiControls(text).replace(INVISIBLE, ''));
}

/** A name as it is kept. U+FFFD stands for a letter that was lost on the way, and an import would refuse it. */
export function keptName(text: string): string {
  return oneLine(personName(text).replaceAll('\ufffd', ''));
}

/** Hebrew, Arabic and other right-to-left scripts. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Removes characters that no email may contain, normalizes line ends to LF, and trims. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNWANTED, '').trim();
}

/** Puts a text on one line, with single spaces. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ');
}

/** Removes embeddings, overrides and isolates (UAX #9, 2.1 to 2.4); other direction marks stay. */
export function withoutBidiControls(text: string): string {
  return text.replace(BIDI_CONTROLS, '');
}

export function hasRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}
