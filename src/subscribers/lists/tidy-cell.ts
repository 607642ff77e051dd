/**
 * Where a spreadsheet may begin a cell: at the start of a value, and after what it takes for a separator. One that expects
 * semicolons, as in much of Europe, finds two cells in `"Ada;=1+1"` (OWASP, "CSV Injection").
 */
const CELL_START = String.raw`(?<=^|[;,|\t\r\n])`;
/**
 * What a spreadsheet would compute, also behind white space and quotes, and as East Asian keyboards write it. Names are no
 * longer than that many characters, and a longer cell must not take the square of its length to read.
 */
const COMPUTED = String.raw`[\s"'\u200b\u2060]{0,200}[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]`;

const TO_COMPUTE = new RegExp(`${CELL_START}(?=${COMPUTED})`, 'g');
const PROTECTED = new RegExp(`${CELL_START}'(?=${COMPUTED})`, 'g');
const LOOKS_PROTECTED = new RegExp(`${CELL_START}(?='${COMPUTED})`, 'g');

/** A cell without the apostrophes that keep a spreadsheet from computing it; phpList writes a space after them. */
export function withoutProtection(cell: string): string {
  return cell.includes("'") && cell.search(PROTECTED) !== -1 ? cell.replace(PROTECTED, '').trim() : cell;
}

/** A value so that {@link withoutProtection} gives it back. */
export function asCell(value: string): string {
  return value.includes("'") ? value.replace(LOOKS_PROTECTED, "'") : value;
}

/** A value as a cell of which no spreadsheet computes anything; {@link withoutProtection} gives it back. */
export function asSafeCell(value: string): string {
  return value.replace(TO_COMPUTE, "'");
}

/** Up to the first @, so that a cell of nothing but these is not read once for each of them. */
const IN_BRACKETS = /<([^<>@]*@[^<>]*)>\s*$/;

/** An address as it is meant by `Ada <ada@x.example>`, `mailto:ada@x.example` or `'+ada@x.example`. */
export function cleanAddress(cell: string): string {
  if (PLAIN_START.test(cell)) return cell;
  const address = withoutProtection(cell.trim());
  const bare = (IN_BRACKETS.exec(address)?.[1] ?? address).trim();
  return /^mailto:/i.test(bare) ? bare.slice('mailto:'.length).replace(/\?.*$/, '') : bare;
}

/** Nearly all addresses: a letter or digit, then nothing that could be around one or keep it from being computed. */
const PLAIN_START = /^(?!mailto:)[a-z0-9][^<>:'\s]*$/i;
