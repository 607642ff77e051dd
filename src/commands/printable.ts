/** C0 and C1 control characters: on a terminal they move the cursor, change colours, or worse. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is what this is for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Makes a text safe for a terminal: control characters except line feeds and tabs become U+FFFD. */
export function printable(text: string): string {
  return text.replace(CONTROLS, '\ufffd');
}

/** The same for a single line: line ends become spaces. */
export function printableLine(text: string): string {
  return printable(text.replace(/\r\n?|[\n\u2028\u2029]/g, ' '));
}
