import { stringify } from 'csv-stringify/sync';

/** `Name <a@b>`, as mail programs write it. */
const NAMED = /^"?([^"<>]*?)"?\s*<\s*(?:mailto:)?([^<>\s]+)\s*>[,;]?$/i;
/** An address, then what follows it as the name. */
const ADDRESS_FIRST = /^([^\s,;\t|]+)[\s,;\t|]*(.*)$/s;
/** A first line that names its columns. */
const HEADER = /(^|[,;\t|"\s])e-?mail([,;\t|"\s]|$| address)/i;

/**
 * Pasted text as CSV: a table stays as it is; of lines with an address each, a table is made. Then its header is a line
 * that the paste did not have.
 */
export function readPasted(text: string): { csv: string; linesAdded: 0 | 1 } {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\s+$/, '').split('\n');
  const [first = ''] = lines;
  if (!first.includes('@') && HEADER.test(first)) return { csv: `${lines.join('\n')}\n`, linesAdded: 0 };
  return { csv: stringify([['email', 'name'], ...lines.map(rowOf)]), linesAdded: 1 };
}

function rowOf(line: string): [email: string, name: string] {
  const text = line.trim();
  const [, name = '', address] = NAMED.exec(text) ?? [];
  if (address !== undefined) return [address, name.trim()];
  const [, email = '', rest = ''] = ADDRESS_FIRST.exec(text) ?? [];
  return [email, rest.replace(/^"|"$/g, '').trim()];
}
