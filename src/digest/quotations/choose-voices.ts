import type { ComparisonSide, Review, ReviewVerdict } from '../../comparisons/comparison.ts';
import { countWords } from '../count-words.ts';
import type { Stance, Voice } from '../digest.ts';
import { unanimousVerdict } from '../panel.ts';
import { quote, type Sentence } from './quotation.ts';

/**
 * What a review without a verdict leans to, from its score; 50 to 59 are unclear, since reviewers skip a tool at 52. It
 * decides who is quoted, never what a quotation is called.
 */
const MIN_SCORE_FOR = 60;
const MIN_SCORE_UNCLEAR = 50;

/** In words: of one quotation, and of both together. 0 quotes nothing. */
export interface VoiceLimits {
  each: number;
  both: number;
}

export interface VoicesRequest {
  /** The tool that someone speaks for, and the one that someone speaks against: often the same in a league. */
  ahead: ComparisonSide;
  other: ComparisonSide;
  limits: VoiceLimits;
  /** What the issue has already quoted. */
  isNew: (tool: string, text: string) => boolean;
}

type Chosen = Omit<Voice, 'tool'> & { name: string };
type Candidate = Chosen & Sentence;

/**
 * One who would ship the tool ahead, and one who would skip the other: first those whose verdict is stated, then those
 * with a fitting whole sentence, then a figure in it, then the clearest score; two different reviewers if that costs
 * nothing. Whoever only gave a score is quoted as `unknown`. If no score is known either, one on each tool.
 */
export function chooseVoices({ ahead, other, limits, isNew }: VoicesRequest): Chosen[] {
  const stated = new Set([ahead, other].flatMap(stancesIn));
  const isKnown = stated.has('for') || stated.has('against');
  const first = candidates(ahead, isKnown ? 'for' : 'unknown', { maxWords: limits.each, isNew })[0];
  const maxWords = Math.min(limits.each, limits.both - (first === undefined ? 0 : countWords(first.text)));
  const rest = { maxWords, isNew: (tool: string, text: string) => isNew(tool, text) && text !== first?.text };
  const against = isKnown ? candidates(other, 'against', rest) : candidates(other, 'unknown', rest);
  const second = another(against, first?.reviewer ?? null) ?? reserved(other, rest, first);
  return [first, second].flatMap((voice) => (voice === undefined ? [] : [chosen(voice)]));
}

const chosen = ({ stance, name, reviewer, text }: Candidate): Chosen => ({ stance, name, reviewer, text });

/** The first, unless an equally good one comes from another reviewer. */
function another(voices: readonly Candidate[], reviewer: string | null): Candidate | undefined {
  const [best] = voices;
  if (best === undefined || best.reviewer !== reviewer) return best;
  const equal = voices.find(
    (voice) =>
      voice.reviewer !== reviewer && voice.isWhole === best.isWhole && voice.hasFigure === best.hasFigure,
  );
  // Of unknown stances, the second reviewer speaks, as the first already has.
  return (
    equal ??
    (best.stance === 'unknown' ? (voices.find((voice) => voice.reviewer !== reviewer) ?? best) : best)
  );
}

interface Room {
  maxWords: number;
  isNew: VoicesRequest['isNew'];
}

function candidates(side: ComparisonSide, stance: Stance, room: Room): Candidate[] {
  const unanimous = unanimousVerdict(side);
  const reviews = side.reviews.filter((review) => stanceOf(review, unanimous) === stance);
  const voices = reviews.toSorted(stance === 'for' ? highestFirst : lowestFirst).flatMap((review) => {
    const voice = voiceOf(side, review, { stance, ...room });
    const isStated = (review.verdict ?? unanimous) !== null;
    return voice === null ? [] : [isStated ? voice : { ...voice, stance: 'unknown' as const }];
  });
  if (stance === 'unknown') return inOrder(voices, side);
  const merits = ({ stance: called, isApt, isWhole, hasFigure }: Candidate) =>
    Number(called !== 'unknown') * 8 + Number(isApt) * 4 + Number(isWhole) * 2 + Number(hasFigure);
  return voices.toSorted((one, other) => merits(other) - merits(one));
}

function inOrder(voices: readonly Candidate[], { reviews }: ComparisonSide): Candidate[] {
  const place = (voice: Candidate) => reviews.findIndex(({ reviewer }) => reviewer === voice.reviewer);
  return voices.toSorted((one, other) => place(one) - place(other));
}

/** Where nobody would skip it: the lowest score, if all are known and they differ; `unknown` where it is all we know. */
function reserved(side: ComparisonSide, room: Room, first: Candidate | undefined): Candidate | undefined {
  const scores = side.reviews.map(({ score }) => score);
  if (stancesIn(side).some((stance) => stance !== 'for') || scores.includes(null)) return undefined;
  if (new Set(scores).size < 2) return undefined;
  const [lowest] = side.reviews.toSorted(lowestFirst);
  if (lowest === undefined || (first?.name === side.name && first.reviewer === lowest.reviewer))
    return undefined;
  const unanimous = unanimousVerdict(side);
  const stated = side.reviews.filter(({ verdict }) => (verdict ?? unanimous) !== null);
  if (stated.length > 0 && stated.length < side.reviews.length) return undefined;
  const voice = voiceOf(side, lowest, { stance: 'reserved', ...room });
  if (voice === null) return undefined;
  return stated.length > 0 ? voice : { ...voice, stance: 'unknown' };
}

function voiceOf(
  { name }: ComparisonSide,
  { reviewer, text }: Review,
  { stance, maxWords, isNew }: Room & { stance: Stance },
): Candidate | null {
  const sentence = quote(text, { stance, maxWords });
  return sentence === null || !isNew(name, sentence.text) ? null : { stance, name, reviewer, ...sentence };
}

function stancesIn(side: ComparisonSide): Stance[] {
  const unanimous = unanimousVerdict(side);
  return side.reviews.map((review) => stanceOf(review, unanimous));
}

function stanceOf(review: Review, unanimous: ReviewVerdict | null): 'for' | 'against' | 'unknown' {
  const { score } = review;
  const verdict = review.verdict ?? unanimous;
  if (verdict !== null) return verdict === 'ship' ? 'for' : 'against';
  if (score === null) return 'unknown';
  if (score >= MIN_SCORE_FOR) return 'for';
  return score < MIN_SCORE_UNCLEAR ? 'against' : 'unknown';
}

function highestFirst(one: Review, other: Review): number {
  return (other.score ?? -1) - (one.score ?? -1);
}

function lowestFirst(one: Review, other: Review): number {
  return (one.score ?? 101) - (other.score ?? 101);
}
