/** An apostrophe that keeps a spreadsheet from computing what follows; phpList writes a space after it. */
const PROTECTED = /^'+ ?[=+\-@\t\r]/;
/** What a spreadsheet would compute. */
const COMPUTED = /^'*[=+\-@\t\r]/;

/** A cell without the apostrophe that keeps a spreadsheet from computing it. */
export function withoutProtection(cell: string): string {
  return cell.startsWith("'") && PROTECTED.test(cell) ? cell.slice(1).trim() : cell;
}

/** A value so that {@link withoutProtection} gives it back. */
export function asCell(value: string): string {
  return PROTECTED.test(value) ? `'${value}` : value;
}

/** A value as a cell that no spreadsheet computes (OWASP, "CSV Injection"); {@link withoutProtection} gives it back. */
export function asSafeCell(value: string): string {
  return COMPUTED.test(value) || PROTECTED.test(value) ? `'${value}` : value;
}

const IN_BRACKETS = /<([^<>]*@[^<>]*)>\s*$/;

/** An address as it is meant by `Ada <ada@x.example>`, `mailto:ada@x.example` or `'+ada@x.example`. */
export function cleanAddress(cell: string): string {
  if (PLAIN_START.test(cell)) return cell;
  const address = withoutProtection(cell.trim());
  const bare = (IN_BRACKETS.exec(address)?.[1] ?? address).trim();
  return /^mailto:/i.test(bare) ? bare.slice('mailto:'.length).replace(/\?.*$/, '') : bare;
}

/** Nearly all addresses: a letter or digit, then nothing that could be around one. */
const PLAIN_START = /^(?!mailto:)[a-z0-9][^<>:\s]*$/i;
