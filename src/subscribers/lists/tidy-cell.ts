/**
 * Where a spreadsheet may start a cell: at the start of a value, and after a separator. One that expects semicolons, as
 * in much of Europe, finds two cells in `"Ada;=1+1"` (OWASP, "CSV Injection").
 */
const CELL_START = String.raw`(?<=^|[;,|\t\r\n])`;
/**
 * What a spreadsheet would compute, also after white space and quotes, or in full-width forms. No name has more
 * characters before it; the bound keeps longer cells from quadratic time.
 */
const FORMULA = String.raw`[\s"'\u200b\u2060]{0,200}[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]`;

const FORMULA_START = new RegExp(`${CELL_START}(?=${FORMULA})`, 'g');
const PROTECTED = new RegExp(`${CELL_START}'(?=${FORMULA})`, 'g');
const LOOKS_PROTECTED = new RegExp(`${CELL_START}(?='${FORMULA})`, 'g');

/** Removes the apostrophes that stop a spreadsheet from computing a cell; phpList adds a space after them. */
export function withoutProtection(cell: string): string {
  return cell.includes("'") && cell.search(PROTECTED) !== -1 ? cell.replace(PROTECTED, '').trim() : cell;
}

/** Escapes a value so that {@link withoutProtection} restores it. */
export function escapeCell(value: string): string {
  return value.includes("'") ? value.replace(LOOKS_PROTECTED, "'") : value;
}

/** A value that no spreadsheet computes; {@link withoutProtection} restores it. */
export function neutraliseFormulas(value: string): string {
  return value.replace(FORMULA_START, "'");
}

/** Stops at the first @, so that a cell full of them is not read once for each. */
const IN_BRACKETS = /<([^<>@]*@[^<>]*)>\s*$/;

/** The email address in `Ada <ada@x.example>`, `mailto:ada@x.example` or `'+ada@x.example`. */
export function cleanAddress(cell: string): string {
  if (PLAIN_START.test(cell)) return cell;
  const address = withoutProtection(cell.trim());
  const bare = (IN_BRACKETS.exec(address)?.[1] ?? address).trim();
  return /^mailto:/i.test(bare) ? bare.slice('mailto:'.length).replace(/\?.*$/, '') : bare;
}

/** Fast path for nearly all addresses. */
const PLAIN_START = /^(?!mailto:)[a-z0-9][^<>:'\s]*$/i;
