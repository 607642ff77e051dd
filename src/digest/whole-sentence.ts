import { withoutMoreLink } from '../comparisons/more-link.ts';

/** The marks that end a sentence in the scripts that have one (Unicode's Sentence_Terminal, those in common use). */
const END_MARK = '[.!?‼⁇⁈⁉‽。．｡！？؟۔।॥።။។։]';
const CLOSING_MARK = '["”“\'’»›)\\]）】」』`*_]';
/** A picture ends a sentence as a full stop does; ©, ® and ™ belong to names. */
const PICTURE = '(?:(?![©®™\\d])[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\u{fe0f}\\u{200d}])';

const ENDED = new RegExp(`(?:${END_MARK}${CLOSING_MARK}{0,4}(?:\\s*${PICTURE})*|${PICTURE})$`, 'u');

/** Thai and Lao have no mark that ends a sentence. */
const NEEDS_NO_MARK = /[\p{sc=Thai}\p{sc=Lao}]$/u;

/** An ellipsis at the end of a text: its source was cut there, or its writer trailed off. */
const TRAILS_OFF = new RegExp(`(?:[…⋯‥]|[.。．・･]\\s?[.。．・･])[.。\\s]*${CLOSING_MARK}*$`, 'u');

/** An ellipsis in brackets, or words in brackets that stand for what was cut: "[…]", "(more)". */
const CUT_MARK =
  /[[(（{]\s*(?:[…⋯]|\.\.|(?:read |see |show )?more|cont(?:inued|['’]d)?|truncated|snip(?:ped)?|cut|abridged|shortened)[\s…⋯.]*[\])）}]/i;

/** An ellipsis within, and a new one behind it: one sentence and a half, or a link in any language. */
const TWO_IN_ONE = /[…⋯]\s*["“‘«(]?\p{Lu}/u;

/** What the beginning of a sentence cannot be: a mark that leaves something out, or one that goes on. */
const BEGINS_CUT = /^["“'‘«(\s]*(?:[…⋯‥]|\.{2,}|[,;:)\]}])/;

/** Words and marks that announce more, whatever full stop a source has put behind them. */
const ANNOUNCES_MORE =
  /(?:[,;:–—-]|(?:^|[\s(“"'])(?:and|or|but|nor|because|although|whereas|than|the|an?|their|our|your|my|every|versus|via|[Ee]\.\s?g|[Ii]\.\s?e|[Vv]s|[Cc]f|[Cc]a|[Aa]pprox|[Ii]ncl|[Ee]sp|[Mm]rs?|[Mm]s|[Dd]r|[Pp]rof|[Ff]ig|[Rr]esp|bzw|ggf|inkl|vgl|z\.\s?B|d\.\s?h|p\.\s?(?:ex|ej)|т\.\s?е))\s*[.!?…]*$/;

/** Where a text has its end: no mark that tells of one begins further back. */
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

/**
 * Whether a text is a whole sentence as far as anybody can tell. It is not without a mark that ends it, with an ellipsis
 * at either end, with a quotation mark or bracket that is left open, or where it ends in a word that announces more.
 */
export function isWholeSentence(sentence: string): boolean {
  const end = sentence.slice(-MAX_ENDING_LENGTH);
  if (!ENDED.test(end) && !NEEDS_NO_MARK.test(end)) return false;
  if ([TRAILS_OFF, ANNOUNCES_MORE].some((mark) => mark.test(end))) return false;
  if (withoutMoreLink(sentence) !== sentence) return false;
  return ![CUT_MARK, BEGINS_CUT, TWO_IN_ONE].some((mark) => mark.test(sentence)) && isClosed(sentence);
}

/** Whether every quotation mark and bracket is closed. The inches of 5", list numbers and faces are none. */
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

/** A mark behind a figure may be that of inches. */
function areQuotesClosed(text: string): boolean {
  const marks = count(text, /["“”„‟]/g);
  const inches = count(text, /(?<=\d)["”]/g);
  // A single mark that closes may be an apostrophe, one that opens may not; in German, it is the one that closes.
  const areSinglesClosed = text.includes('‚') || count(text, /‘/g) <= count(text, /’/g);
  return areSinglesClosed && (marks % 2 === 0 || (marks - inches) % 2 === 0);
}

function count(text: string, marks: RegExp): number {
  return text.match(marks)?.length ?? 0;
}
