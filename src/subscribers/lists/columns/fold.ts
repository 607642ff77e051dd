const UNDECOMPOSED: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'o', æ: 'ae', đ: 'd', ı: 'i' };

/**
 * A text without case, accents and punctuation, for comparing words: `État / Opt-Out` becomes `etat opt out`, and so
 * does `optOut`. Letters of every script and digits stay.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) return foldAscii(text);
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßłøæđı]/g, (letter) => UNDECOMPOSED[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const ASCII = /^[\x20-\x7e]*$/;

/** Most cells are ASCII, and fold in a fraction of the time. */
function foldAscii(text: string): string {
  const apart = /[a-z][A-Z]/.test(text) ? text.replace(/([a-z])([A-Z])/g, '$1 $2') : text;
  const words = apart.toLowerCase().replace(/[^a-z0-9 ]+/g, ' ');
  return (words.includes('  ') ? words.replace(/ +/g, ' ') : words).trim();
}
