import { domainToUnicode } from 'node:url';
import { parseAddress } from '../shared/address.ts';
import { readDomain } from '../shared/domain.ts';

/** What an editor looks for, as the store compares it. */
export interface SearchText {
  /** In an `emailKey`: a whole address in its normalized form, or a part of one. */
  key: string;
  /** The same for letters beyond ASCII, in the form of {@link foldForSearch}. */
  folded: string;
  isAscii: boolean;
  /** The `emailKey` if the text is a whole address. */
  wholeAddress: string | null;
}

/** Longer than any email address or name. */
export const MAX_SEARCH_LENGTH = 320;

/** An address in angle brackets after a name, as mail programs copy it; or after `mailto:`. */
const PASTED = /<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>/i;
const BEYOND_ASCII = /[^\0-\x7f]/;
const AROUND = /^(?:mailto:|[\s"'<(,;])+|[\s"'>),;]+$/gi;

/** The text that is looked for: trimmed, of a pasted `Name <a@b>` the address. Empty if there is nothing. */
export function tidySearch(given: string): string {
  const text = given.slice(0, MAX_SEARCH_LENGTH).normalize('NFC').trim();
  const [, address] = PASTED.exec(text) ?? [];
  return address ?? (text.includes('@') ? text.replace(AROUND, '') : text);
}

/** Reads what {@link tidySearch} returned. */
export function readSearchText(text: string): SearchText {
  const isAscii = !BEYOND_ASCII.test(text);
  const address = parseAddress(text);
  const wholeAddress = address.ok ? address.emailKey : null;
  return { key: wholeAddress ?? partialKey(text), folded: foldForSearch(text), isAscii, wholeAddress };
}

function partialKey(text: string): string {
  const at = text.lastIndexOf('@');
  const domain = readDomain(text.slice(at + 1));
  return domain.ok ? text.slice(0, at + 1).toLowerCase() + domain.ascii : text.toLowerCase();
}

/**
 * Whether a name or address contains the text, where databases do not know case and accents: beyond ASCII, and in domains
 * that are written as `xn--`.
 */
export function containsBeyondAscii(
  { folded, isAscii }: SearchText,
  { emailKey, name }: { emailKey: string; name: string | null },
): boolean {
  if (name !== null && BEYOND_ASCII.test(name) && foldForSearch(name).includes(folded)) return true;
  return !isAscii && emailKey.includes('xn--') && foldAddressKey(emailKey).includes(folded);
}

/** Without case and without accents, in any script. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[ßæœþłøđðħıς]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

/** Letters that Unicode does not take apart, as people write them without accents or in capitals. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
};

/** An `emailKey` with its domain as people write it, folded. */
export function foldAddressKey(emailKey: string): string {
  const at = emailKey.lastIndexOf('@');
  return foldForSearch(emailKey.slice(0, at + 1) + domainToUnicode(emailKey.slice(at + 1)));
}
