import { type ComparisonSide, toolKey } from '../comparisons/comparison.ts';
import { type Answer, answerOf, type Judged } from './answer.ts';
import { answerLine, titleLine } from './answer-words.ts';
import { comparisonWords, MAX_FEATURED_WORDS, MAX_OTHER_WORDS } from './comparison-words.ts';
import type {
  DigestComparison,
  DigestSection,
  DigestSide,
  ReviewerScore,
  SharedTool,
  Voice,
} from './digest.ts';
import { DIGEST_LIMITS, type DigestLimits, LEAST_LIMITS } from './digest-limits.ts';
import { disagreementOn } from './disagreement.ts';
import type { ItemGroup } from './group-by-tool.ts';
import { judge } from './judgement.ts';
import { line, name } from './line.ts';
import { numberWord } from './number-words.ts';
import type { IssueItem } from './order-items.ts';
import { panelOf, panelSize, unanimousVerdict } from './panel.ts';
import { chooseVoices, type VoiceLimits } from './quotations/choose-voices.ts';
import { shortNames } from './short-names.ts';
import { knownFacts, NO_FACTS, shortFacts } from './tool-facts.ts';
import { unknownFacts } from './unknown-facts.ts';
import { panelSentence, verdictSentence } from './verdict-sentence.ts';

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

interface Context {
  limits: DigestLimits;
  shown: (name: string) => string;
  facts: ReturnType<typeof knownFacts>;
  /** What the issue has already said. */
  said: Set<string>;
}

/** The issue's limits, then fewer facts, then shorter quotations: both voices are worth more than a price. */
function limitsFrom(limits: DigestLimits): DigestLimits[] {
  const { price } = limits.facts;
  return [
    limits,
    { ...limits, facts: { ...limits.facts, bestFor: 0 } },
    { ...limits, facts: { price: Math.min(6, price), bestFor: 0, tagline: 0 } },
    ...DIGEST_LIMITS.slice(DIGEST_LIMITS.indexOf(limits)).map((shorter) => ({
      ...shorter,
      facts: LEAST_LIMITS.facts,
    })),
  ];
}

/** With the first limits under which it has at most this many words. */
function withinWords(
  most: number,
  context: Context,
  compose: (context: Context) => DigestComparison,
): DigestComparison {
  const all = limitsFrom(context.limits);
  for (const [index, limits] of all.entries()) {
    const said = new Set(context.said);
    const comparison = compose({ ...context, limits, said });
    if (comparisonWords(comparison) > most && index < all.length - 1) continue;
    for (const key of said) context.said.add(key);
    return comparison;
  }
  return compose(context);
}

type Place = Pick<DigestComparison, 'position' | 'unknown'>;

function isFirst({ said }: Context, ...parts: readonly string[]): boolean {
  const key = parts.join('\n');
  const isNew = !said.has(key);
  said.add(key);
  return isNew;
}

/** The group's tool as the source that states most has it; null if sources contradict each other on its panel. */
export function sharedSide({ sharedTool, items }: ItemGroup): ComparisonSide | null {
  if (sharedTool === null) return null;
  const sides = items.flatMap(({ comparison }) =>
    comparison.tools.filter((side) => isTool(side, sharedTool)),
  );
  const distinct = (values: readonly unknown[]) => new Set(values.filter((value) => value !== null)).size;
  const panels = sides.map(panelOf);
  const scores = sides
    .map(scoresOf)
    .map((known) => (known.some(({ score }) => score !== null) ? JSON.stringify(known) : null));
  const isOne = [panels.map(({ verdict }) => verdict), panels.map(({ share }) => share), scores].every(
    (values) => distinct(values) < 2,
  );
  const stated = (side: ComparisonSide) => scoresOf(side).filter(({ score }) => score !== null).length;
  const [fullest] = sides.toSorted((one, other) => stated(other) - stated(one));
  return isOne ? (fullest ?? null) : null;
}

const isTool = (side: ComparisonSide, tool: string) => toolKey(side.name) === toolKey(tool);

/** The tool of a comparison that is not the group's. */
export function rivalIn({ comparison: { tools } }: IssueItem, shared: ComparisonSide): ComparisonSide {
  return isTool(tools[0], shared.name) ? tools[1] : tools[0];
}

function composeShared({ items }: ItemGroup, shared: ComparisonSide, context: Context): SharedTool {
  const judged = { side: shared, ...judge(shared) };
  const rivals = items.map((one) => answerOf([rivalIn(one, shared), shared]));
  return {
    side: composeSide(shared, context),
    category: categoryOf([shared], context),
    sentence: [
      ...panelSentence(judged),
      ...rivalsWords(
        judged,
        rivals.map((answer) => rivalOf(answer, shared)),
      ),
    ],
    voices: voicesOn(shared, context, context.limits.featured),
  };
}

const rivalOf = ({ ahead, other }: Answer, shared: ComparisonSide) => (ahead.side === shared ? other : ahead);

/** "No rival has more than three." */
function rivalsWords({ count }: Judged, rivals: readonly Judged[]): string[] {
  const counts = rivals.map((rival) => rival.count);
  if (count === null || !counts.every((other) => other !== null && other.of === count.of)) return [];
  const most = Math.max(...counts.map((other) => other?.ship ?? 0));
  if (most >= count.ship) return [];
  return [most === 0 ? ' Nobody would ship a rival.' : ` No rival has more than ${numberWord(most)}.`];
}

function composeRival(
  item: IssueItem,
  place: Place,
  { shared, side, context }: { shared: ComparisonSide; side: DigestSide; context: Context },
): DigestComparison {
  const { slug, url } = item.comparison;
  const rival = rivalIn(item, shared);
  const answer = answerOf([shared, rival]);
  const judged = answer.ahead.side === rival ? answer.ahead : answer.other;
  const isToo = rivalOf(answer, rival).verdict === 'ship';
  return {
    ...place,
    slug,
    url,
    featured: item.featured,
    category: categoryOf([rival], context),
    answer: answerLine(answer, context.shown),
    title: line`${name(rival.name)}`,
    sentence: panelSentence(judged, { isToo }),
    voices: voicesOn(rival, context, context.limits.others),
    sides: [{ ...side, facts: NO_FACTS, scores: [] }, composeSide(rival, context)],
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
    sides: [composeSide(ahead, context), composeSide(other, context)],
    disagreement: item.featured ? disagreementOn([ahead, other], shown) : null,
    reviews: reviewsIn(item),
  };
}

const reviewsIn = ({ comparison: { tools } }: IssueItem) => tools[0].reviews.length + tools[1].reviews.length;

/** What the tools are, if it is known and not said before. */
function categoryOf(sides: readonly ComparisonSide[], context: Context): string | null {
  const known = sides.flatMap((side) => {
    const key = toolKey(side.name);
    const category = context.facts.get(key)?.category ?? null;
    return category !== null && isFirst(context, 'category', key) ? [category] : [];
  });
  return known.length === 0 ? null : [...new Set(known)].join(' / ');
}

const voicesOn = (side: ComparisonSide, context: Context, limits: VoiceLimits): Voice[] =>
  voicesIn({ ahead: side, other: side }, context, limits).map((voice) => ({ ...voice, tool: null }));

function voicesIn(
  { ahead, other }: { ahead: ComparisonSide; other: ComparisonSide },
  { shown, said }: Context,
  limits: VoiceLimits,
): Voice[] {
  const keyOf = (tool: string, text: string) => `${toolKey(tool)}\n${text}`;
  const isNew = (tool: string, text: string) => !said.has(keyOf(tool, text));
  return chooseVoices({ ahead, other, limits, isNew }).map(({ name: tool, ...voice }) => {
    said.add(keyOf(tool, voice.text));
    return { ...voice, tool: shown(tool) };
  });
}

function composeSide(side: ComparisonSide, context: Context): DigestSide {
  const { facts, limits, shown } = context;
  const { verdict, share, count } = panelOf(side);
  const scores = scoresOf(side);
  const key = toolKey(side.name);
  return {
    name: side.name,
    shortName: shown(side.name),
    verdict,
    panelShare: share,
    panelCount: count,
    panelSize: panelSize(side),
    scores: isFirst(context, 'scores', key, JSON.stringify(scores)) ? scores : [],
    facts: isFirst(context, 'facts', key) ? shortFacts(facts.get(key) ?? NO_FACTS, limits.facts) : NO_FACTS,
  };
}

/** Every reviewer's score and verdict, as far as known; none if nothing is. */
export function scoresOf(side: ComparisonSide): ReviewerScore[] {
  const { verdict } = panelOf(side);
  const unanimous = unanimousVerdict(side);
  const scores = side.reviews.map((review, index) => {
    const said = review.verdict ?? unanimous;
    return {
      reviewer: review.reviewer ?? `Reviewer ${index + 1}`,
      score: review.score,
      verdict: said,
      dissents: said !== null && verdict !== null && verdict !== 'split' && said !== verdict,
    };
  });
  return scores.some(({ score, verdict: said }) => score !== null || said !== null) ? scores : [];
}
