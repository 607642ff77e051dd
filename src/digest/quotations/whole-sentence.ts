import { withoutMoreLink } from '../../comparisons/more-link.ts';

/** Unicode's Sentence_Terminal, those in common use. */
const END_MARK = '[.!?‼⁇⁈⁉‽。．｡！？؟۔।॥።။។։]';
const CLOSING_MARK = '["”“\'’»›)\\]）】」』`*_]';
/** An emoji ends a sentence as a full stop does; ©, ® and ™ belong to names. */
const PICTURE = '(?:(?![©®™\\d])[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u{fe0f}\\u{200d}])';

const ENDED = new RegExp(`(?:${END_MARK}${CLOSING_MARK}{0,4}(?:\\s*${PICTURE})*|${PICTURE})$`, 'u');

/** Thai and Lao have no end mark. */
const NEEDS_NO_MARK = /[\p{sc=Thai}\p{sc=Lao}]$/u;

/** An ellipsis at the end: cut by the source, or trailing off. */
const TRAILS_OFF = new RegExp(`(?:[…⋯‥]|[.。．・･]\\s?[.。．・･])[.。\\s]*${CLOSING_MARK}*$`, 'u');

/** An ellipsis or words in brackets that stand for a cut: "[…]", "(more)". */
const CUT_MARK =
  /[[(（{]\s*(?:[…⋯]|\.\.|(?:read |see |show )?more|cont(?:inued|['’]d)?|truncated|snip(?:ped)?|cut|abridged|shortened)[\s…⋯.]*[\])）}]/i;

/** An ellipsis followed by a new sentence: one and a half sentences, or a link in any language. */
const TWO_IN_ONE = /[…⋯]\s*["“‘«(]?\p{Lu}/u;

/** No sentence begins with an ellipsis or continuing punctuation. */
const BEGINS_CUT = /^["“'‘«(\s]*(?:[…⋯‥]|\.{2,}|[,;:)\]}])/;

/** Words and marks that announce more, even before a full stop. */
const ANNOUNCES_MORE =
  /(?:[,;:–—-]|(?:^|[\s(“"'])(?:and|or|but|nor|because|although|whereas|than|the|an?|their|our|your|my|every|versus|via|[Ee]\.\s?g|[Ii]\.\s?e|[Vv]s|[Cc]f|[Cc]a|[Aa]pprox|[Ii]ncl|[Ee]sp|[Mm]rs?|[Mm]s|[Dd]r|[Pp]rof|[Ff]ig|[Rr]esp|bzw|ggf|inkl|vgl|z\.\s?B|d\.\s?h|p\.\s?(?:ex|ej)|т\.\s?е))\s*[.!?…]*$/;

const MAX_ENDING_LENGTH = 200;

const PAIRS = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['（', '）'],
  ['【', '】'],
  ['「', '」'],
  ['『', '』'],
] as const;

/** As far as can be told: an end mark, no ellipsis at either end, nothing left open, no word that announces more. */
export function isWholeSentence(sentence: string): boolean {
  const end = sentence.slice(-MAX_ENDING_LENGTH);
  if (!ENDED.test(end) && !NEEDS_NO_MARK.test(end)) return false;
  if ([TRAILS_OFF, ANNOUNCES_MORE].some((mark) => mark.test(end))) return false;
  if (withoutMoreLink(sentence) !== sentence) return false;
  return ![CUT_MARK, BEGINS_CUT, TWO_IN_ONE].some((mark) => mark.test(sentence)) && isClosed(sentence);
}

/** Inch marks (5"), list numbers and emoticons are ignored. */
export function isClosed(text: string): boolean {
  const plain = text.replace(/[:;=][-'^]?[()[\]]/g, '').replace(/(?<=^|\s)[\p{L}\d]{1,2}\)/gu, '');
  return (
    areQuotesClosed(plain) &&
    count(plain, /[«»]/g) % 2 === 0 &&
    count(plain, /[‹›]/g) % 2 === 0 &&
    count(plain, /`/g) % 2 === 0 &&
    PAIRS.every(([opening, closing]) => plain.split(opening).length === plain.split(closing).length)
  );
}

/** A mark after a digit may mean inches. */
function areQuotesClosed(text: string): boolean {
  const marks = count(text, /["“”„‟]/g);
  const inches = count(text, /(?<=\d)["”]/g);
  // A closing single mark may be an apostrophe, an opening one may not; in German, the opening mark closes.
  const areSinglesClosed = text.includes('‚') || count(text, /‘/g) <= count(text, /’/g);
  return areSinglesClosed && (marks % 2 === 0 || (marks - inches) % 2 === 0);
}

function count(text: string, marks: RegExp): number {
  return text.match(marks)?.length ?? 0;
}
