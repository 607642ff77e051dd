import type { ComparisonSide } from '../../comparisons/comparison.ts';
import { answerOf, judged } from '../answers/answer.ts';
import { answerLine, titleLine } from '../answers/answer-words.ts';
import { disagreementOn } from '../answers/disagreement.ts';
import { panelSentence, verdictSentence } from '../answers/verdict-sentence.ts';
import type { DigestComparison, DigestSection, DigestSide, SharedTool } from '../digest.ts';
import { DIGEST_LIMITS, type DigestLimits, LEAST_LIMITS } from '../digest-limits.ts';
import type { ItemGroup } from '../group-by-tool.ts';
import { line, name } from '../line.ts';
import type { IssueItem } from '../order-items.ts';
import { shortNames } from '../short-names.ts';
import { comparisonWords, MAX_FEATURED_WORDS, MAX_OTHER_WORDS } from './comparison-words.ts';
import { type Context, categoryOf, composeSide, voicesIn, voicesOn } from './compose-side.ts';
import { rivalIn, rivalsWords, sharedSide } from './shared-tool.ts';
import { knownFacts, NO_FACTS } from './tool-facts.ts';
import { unknownFacts } from './unknown-facts.ts';

/** An issue's comparisons in its order. Facts, scores and quotations of a tool appear once. */
export function composeSections(groups: readonly ItemGroup[], limits: DigestLimits): DigestSection[] {
  const comparisons = groups.flatMap(({ items }) => items.map(({ comparison }) => comparison));
  const context: Context = {
    limits,
    shown: shortNames(comparisons.flatMap(({ tools }) => tools.map((side) => side.name))),
    facts: knownFacts(comparisons),
    said: new Set(),
  };
  let position = 0;
  return groups.map((group) => {
    const shared = sharedSide(group);
    const section = shared === null ? null : composeShared(group, shared, context);
    const composed = group.items.map((item) => {
      position += 1;
      const place = { position, unknown: unknownFacts(item.comparison.tools, context.facts) };
      const most = item.featured && section === null ? MAX_FEATURED_WORDS : MAX_OTHER_WORDS;
      return withinWords(most, context, (fitted) =>
        section === null || shared === null
          ? composeComparison(item, place, fitted)
          : composeRival(item, place, { shared, side: section.side, context: fitted }),
      );
    });
    return { shared: section, comparisons: composed };
  });
}

/** First fewer facts, then shorter quotations: both voices are worth more than a price. */
function limitsFrom(limits: DigestLimits): DigestLimits[] {
  const { price } = limits.facts;
  return [
    { ...limits, about: 0 },
    { ...limits, about: 0, facts: { ...limits.facts, bestFor: 0 } },
    { ...limits, about: 0, facts: { price: Math.min(6, price), bestFor: 0, tagline: 0 } },
    ...DIGEST_LIMITS.slice(DIGEST_LIMITS.indexOf(limits)).map((shorter) => ({
      ...shorter,
      facts: LEAST_LIMITS.facts,
      about: 0,
    })),
  ];
}

/** With the issue's limits, or the first shorter ones under which it has at most this many words. */
function withinWords(
  most: number,
  context: Context,
  compose: (context: Context) => DigestComparison,
): DigestComparison {
  const tryWith = (limits: DigestLimits) => {
    const said = new Set(context.said);
    return { said, comparison: compose({ ...context, limits, said }) };
  };
  let tried = tryWith(context.limits);
  for (const limits of limitsFrom(context.limits)) {
    if (comparisonWords(tried.comparison) <= most) break;
    tried = tryWith(limits);
  }
  for (const key of tried.said) context.said.add(key);
  return tried.comparison;
}

type Place = Pick<DigestComparison, 'position' | 'unknown'>;

function composeShared({ items }: ItemGroup, shared: ComparisonSide, context: Context): SharedTool {
  const rivals = items.map((item) => judged(rivalIn(item, shared)));
  return {
    side: composeSide(shared, context, true),
    category: categoryOf([shared], context),
    sentence: [...panelSentence(judged(shared)), ...rivalsWords(judged(shared), rivals)],
    voices: voicesOn(shared, context, context.limits.featured),
  };
}

function composeRival(
  item: IssueItem,
  place: Place,
  { shared, side, context }: { shared: ComparisonSide; side: DigestSide; context: Context },
): DigestComparison {
  const { slug, url } = item.comparison;
  const rival = rivalIn(item, shared);
  const rivalSide = composeSide(rival, context, false);
  return {
    ...place,
    slug,
    url,
    featured: item.featured,
    category: categoryOf([rival], context),
    answer: answerLine(answerOf([shared, rival]), context.shown),
    title: line`${name(rivalSide.title)}`,
    sentence: panelSentence(judged(rival), { isToo: judged(shared).verdict === 'ship' }),
    voices: voicesOn(rival, context, context.limits.others),
    sides: [{ ...side, facts: NO_FACTS, scores: [], explainsScores: false }, rivalSide],
    disagreement: null,
    reviews: reviewsIn(item),
  };
}

function composeComparison(item: IssueItem, place: Place, context: Context): DigestComparison {
  const { slug, url, tools } = item.comparison;
  const { limits, shown } = context;
  const answer = answerOf(tools);
  const [ahead, other] = [answer.ahead.side, answer.other.side];
  return {
    ...place,
    slug,
    url,
    featured: item.featured,
    category: categoryOf([ahead, other], context),
    answer: answerLine(answer, shown),
    title: titleLine(answer, shown),
    sentence: verdictSentence(answer, shown),
    voices: voicesIn({ ahead, other }, context, item.featured ? limits.featured : limits.others),
    sides: [composeSide(ahead, context, item.featured), composeSide(other, context, item.featured)],
    disagreement: item.featured ? disagreementOn([ahead, other], shown) : null,
    reviews: reviewsIn(item),
  };
}

const reviewsIn = ({ comparison: { tools } }: IssueItem) => tools[0].reviews.length + tools[1].reviews.length;
