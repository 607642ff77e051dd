import { withoutMoreLink } from '../../comparisons/more-link.ts';
import { countWords } from '../count-words.ts';
import type { Stance } from '../digest.ts';
import { beginningOf } from './sentence-beginning.ts';
import { splitSentences } from './sentences.ts';
import { isWholeSentence } from './whole-sentence.ts';

/** Words of judgement, in English; in other languages only position counts. */
const FAVOURABLE =
  /\b(ships?|shipped|earns?|worth|useful|genuine(ly)?|real|wins?|solve[sd]?|right call|clean(ly)?|differentiated|viable|compelling|best|excellent|saves?|strong(est)?|meaningful|unlocks?|sound|work(s|ed)|fine|fast(er|est)?|good|great|easy|easily|simple|honest|trust|reliable|cheap(er|est)?|happy|love[ds]?)\b/gi;
const UNFAVOURABLE =
  /\b(skips?|skipped|wait|avoid|breaks?|broken|fails?|risk[sy]?|flaky|slow(er)?|lacks?|missing|can't|cannot|isn't|no|not|never|unproven|expensive|murky|kills?|immature|worse|complaints?|problems?|worry|worries|annoy\w*|disappoint\w*|wrong|lost|bad|worst|hard|errors?|crash(es|ed)?|silent(ly)?|vanish\w*|nothing|nobody|without|dropped|overpriced|lock-in)\b/gi;

/** A wish argues neither for a tool nor, this mildly, against it. */
const WISH =
  /\b(I'd|I would|we'd|we would) (still )?(like|love|want|wish)\b|\b(wish|hope)\b|\bhalf[- ]works\b|\broadmap\b/i;

/** Openings that refer to the previous sentence, which a quotation does not show. */
const DANGLING =
  /^(but|however|and|so|or|nor|yet|also|then|though|instead|otherwise|plus|because|which|it|its|it's|this|that|that's|these|those|they|their|he|she|here|there|both|neither|none|all (two|three|four|five|six|of)|without (one|it|them|that)|put differently|in other words|what's left|what remains)\b/i;

/** Endings that rely on the previous sentence: "All four were right to." */
const ELLIPTICAL =
  /\b(to|(did|do|does|had|have|was|were|is|would|could)( not)?|hadn't|didn't|(had|did|do) (they|we|i|it))[.!]$/i;

const MIN_TELLING_LENGTH = 40;

/** In words; a beginning that was cut needs more to stand alone. */
const MIN_WORDS = 6;
const MIN_WORDS_OF_BEGINNING = 7;

/** A price, a limit, a number: sentences with one tell more. */
const FIGURE = /\p{N}/u;

/** Quotation marks around a whole text, which gets its own when quoted. */
const QUOTED = /^(?:“([^“”]*)”|"([^"]*)")$/;

export interface QuotationRequest {
  stance: Stance;
  /** 0 quotes nothing. */
  maxWords: number;
}

export interface Sentence {
  text: string;
  isWhole: boolean;
  hasFigure: boolean;
  /** It argues as its stance does, not the other way. */
  isApt: boolean;
}

/**
 * One sentence of a review, or the beginning of one. Nothing that may be cut in its source is quoted. Null if nothing is
 * left or fits.
 */
export function quote(text: string, { stance, maxWords }: QuotationRequest): Sentence | null {
  const all = splitSentences(unquoted(withoutMoreLink(text))).map(unquoted);
  const sentences = rankSentences(all, stance).filter(({ sentence }) => isWholeSentence(sentence));
  const fits = (sentence: string, least: number) => {
    const words = countWords(sentence);
    return words >= least && words <= maxWords;
  };
  const [least, leastOfBeginning] = all.length === 1 ? [1, 1] : [MIN_WORDS, MIN_WORDS_OF_BEGINNING];
  const whole = sentences.filter(({ sentence }) => fits(sentence, least));
  // A sentence that argues the other way, or leans on the one before, is quoted only if nothing else is left.
  const apt = whole.find(({ rank }) => rank > 0)?.sentence;
  const said =
    apt ??
    beginningOfFirst(sentences, stance, (beginning) => fits(beginning, leastOfBeginning)) ??
    whole[0]?.sentence ??
    null;
  if (said === null) return null;
  return {
    text: said,
    isWhole: !said.endsWith('…'),
    hasFigure: FIGURE.test(said),
    isApt: said === apt,
  };
}

function beginningOfFirst(
  sentences: readonly Ranked[],
  stance: Stance,
  fits: (beginning: string) => boolean,
): string | null {
  const reverses = (rest: string) =>
    (stance !== 'against' && count(rest, UNFAVOURABLE) > 0) ||
    (stance !== 'for' && count(rest, FAVOURABLE) > 0);
  for (const { sentence } of sentences) {
    const beginning = beginningOf(sentence, { fits, reverses });
    if (beginning !== null) return beginning;
  }
  return null;
}

function unquoted(text: string): string {
  const [, curly, straight] = QUOTED.exec(text) ?? [];
  return (curly ?? straight ?? text).trim();
}

interface Ranked {
  sentence: string;
  rank: number;
}

function rankSentences(sentences: readonly string[], stance: Stance): Ranked[] {
  const last = sentences.length - 1;
  const ranked = sentences.map((sentence, index) => ({
    sentence,
    // Reviews open with their point or close with their verdict.
    rank: judgement(sentence, stance) + form(sentence, index === 0) + (index === 0 || index === last ? 1 : 0),
  }));
  return ranked.sort((one, other) => other.rank - one.rank);
}

function judgement(sentence: string, stance: Stance): number {
  const favourable = Math.min(2, count(sentence, FAVOURABLE));
  const unfavourable = Math.min(2, count(sentence, UNFAVOURABLE));
  if (stance === 'unknown') return favourable + unfavourable;
  return stance === 'for' ? 2 * favourable - unfavourable : 2 * unfavourable - favourable;
}

function form(sentence: string, isFirst: boolean): number {
  const dangles = (!isFirst && DANGLING.test(sentence)) || ELLIPTICAL.test(sentence);
  const tells = sentence.length >= MIN_TELLING_LENGTH;
  return (
    (dangles ? -3 : 0) +
    (sentence.endsWith('?') || WISH.test(sentence) ? -3 : 0) +
    (tells ? 0 : -2) +
    (FIGURE.test(sentence) ? 1 : 0)
  );
}

function count(text: string, words: RegExp): number {
  return text.match(words)?.length ?? 0;
}
