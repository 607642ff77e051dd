/** C0 and C1 control characters: on a terminal they move the cursor, change colours, or worse. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A text that a terminal shows as it is: line feeds and tabs stay, each other control character becomes U+FFFD. */
export function printable(text: string): string {
  return text.replace(CONTROLS, '\ufffd');
}

/** The same for what must stay one line: a line end within it becomes a space. */
export function printableLine(text: string): string {
  return printable(text.replace(/\r\n?|[\n\u2028\u2029]/g, ' '));
}
