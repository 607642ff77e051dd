import { createHash } from 'node:crypto';

const MAX_SLUG_LENGTH = 180;

/**
 * The default slug: both tools' names, joined by `-vs-`. Letters of every script stay; symbols that distinguish names
 * ("C++" from "C#") are spelled out.
 */
export function comparisonSlug([one, other]: readonly [{ name: string }, { name: string }]): string {
  const slug = `${slugPart(one.name)}-vs-${slugPart(other.name)}`;
  return slug.length <= MAX_SLUG_LENGTH
    ? slug
    : `${slug.slice(0, MAX_SLUG_LENGTH).replace(/-[^-]*$|\p{Surrogate}$/u, '')}-${fingerprint(slug)}`;
}

function slugPart(name: string): string {
  const slug = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/\+/g, ' plus ')
    .replace(/#/g, ' sharp ')
    // A mark without a letter remains of an emoji, and not every source writes it.
    .replace(/\p{Variation_Selector}/gu, '')
    .replace(/(?<![\p{L}\p{M}\p{N}])\p{M}+/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? fingerprint(name) : slug;
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
