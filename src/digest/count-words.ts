const SEGMENTS = new Intl.Segmenter('en', { granularity: 'word' });

/** Scripts without spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** What stands between spaces and has a letter or digit; in scripts without spaces, Unicode's words (UAX #29). */
export function countWords(text: string): number {
  return text
    .split(/\s+/)
    .map((word) => {
      if (UNSPACED.test(word))
        return [...SEGMENTS.segment(word)].filter(({ isWordLike }) => isWordLike).length;
      return /[\p{L}\p{N}]/u.test(word) ? 1 : 0;
    })
    .reduce((sum: number, count) => sum + count, 0);
}
