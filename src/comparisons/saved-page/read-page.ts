import { withoutEmptyShare } from '../checks/community-votes.ts';
import { nonPanelContradictions } from '../checks/contradictions.ts';
import type { Comparison, ComparisonCopy, ComparisonSide } from '../comparison.ts';
import { communityVote, unclearVotesOf } from './community-vote.ts';
import { type DecisionTable, readTable } from './decision-table.ts';
import { layOut, type PageLayout } from './page-layout.ts';
import { HOW_TO_SAVE, lineKey, type PageLine, type Parsed } from './page-lines.ts';
import type { StatedPanel } from './panel.ts';
import { readLabelledReviews } from './reviews/labelled-reviews.ts';
import { type ReviewPair, readPlainReviews } from './reviews/plain-reviews.ts';
import { opensQuotation } from './reviews/quoted-texts.ts';
import { panelCounts, valueOrNull, verdictOf } from './reviews/said-values.ts';
import { scoresIn } from './reviews/score-lines.ts';
import { isInitials, isLogo, readCards, type ToolCard } from './tool-cards.ts';

/** A comparison as shown, not yet validated, and the lines of its parts. */
export interface PageComparison {
  comparison: Pick<Comparison, 'tools'>;
  unclearVotes: NonNullable<ComparisonCopy['unclearVotes']>;
  places: [SidePlaces, SidePlaces];
  /** The page's usual footer was found. */
  ended: boolean;
}

interface SidePlaces {
  name: PageLine;
  reviews: PageLine[];
}

/** Reads either form: the plain one, or the labelled one with verdicts, a table, reviewers and scores. */
export function readPage(lines: readonly PageLine[]): Parsed<PageComparison> {
  const layout = layOut(lines);
  if ('problem' in layout) return layout;
  const cards = readCards(layout.value);
  if ('problem' in cards) return cards;
  const [one, other] = cards.value;
  const table = readTable({ lines: layout.value.table, taglines: [one.tagline, other.tagline] });
  const reviews = readReviews(layout.value, cards.value, table);
  if ('problem' in reviews) return reviews;
  return refuseImpossible(
    assembled({ layout: layout.value, cards: cards.value, table, reviews: reviews.value }),
  );
}

function refuseImpossible(page: PageComparison): Parsed<PageComparison> {
  const problems = page.comparison.tools.flatMap((side, tool) =>
    [...nonPanelContradictions(side).map(({ message }) => message), ...misplacedVote(side)].map(
      (problem) => ({
        problem,
        line: page.places[tool === 0 ? 0 : 1].name.number,
      }),
    ),
  );
  return problems[0] ?? { value: page };
}

/** A vote in the entry's place reveals another order of labels and values. */
function misplacedVote({ name, entry }: ComparisonSide): string[] {
  return entry !== null && VOTE.test(lineKey(entry))
    ? [`“${entry}” is in the place of the entry of ${name}, but it is a vote. ${HOW_TO_SAVE}`]
    : [];
}

const VOTE =
  /^\d+(?:[.,]\d+)?\s*%$|^no (?:community )?votes?\b|\d\s*[km]?\s*(?:votes?|people voted|voters?|ship|skip)\b/;

interface PageParts {
  layout: PageLayout;
  cards: readonly [ToolCard, ToolCard];
  table: DecisionTable;
  reviews: ReviewPair;
}

function assembled(parts: PageParts): PageComparison {
  return {
    comparison: { tools: [side(parts, 0), side(parts, 1)] },
    unclearVotes: [unclearVotesOf(votePlaces(parts, 0)), unclearVotesOf(votePlaces(parts, 1))],
    places: [places(parts, 0), places(parts, 1)],
    ended: parts.layout.footer !== 'none',
  };
}

function places({ cards, reviews }: PageParts, tool: 0 | 1): SidePlaces {
  return { name: cards[tool].name, reviews: reviews[tool].map(({ line }) => line) };
}

function readReviews(
  layout: PageLayout,
  cards: readonly [ToolCard, ToolCard],
  table: DecisionTable,
): Parsed<ReviewPair> {
  const panels = [statedPanel(cards[0], table, 0), statedPanel(cards[1], table, 1)] as const;
  const scores = scoresIn(layout.scorecard);
  const labelled = scores === 'some' || (scores === 'placeholders' && layout.table.length > 0);
  return labelled && !opensQuotation(layout.scorecard[0])
    ? readLabelledReviews({ layout, panels })
    : readPlainReviews({ layout, panels });
}

function statedPanel({ name, panelShare }: ToolCard, table: DecisionTable, tool: 0 | 1): StatedPanel {
  return { name: name.text, panelShare, ...panelCounts(table['panel verdict'][tool]) };
}

function votePlaces({ layout, table }: PageParts, tool: 0 | 1): (string | null)[] {
  return [valueOrNull(layout.community[tool]), table.community[tool]];
}

function side(parts: PageParts, tool: 0 | 1): ComparisonSide {
  const { layout, cards, table, reviews } = parts;
  const card = cards[tool];
  const panel = table['panel verdict'][tool];
  return withoutEmptyShare({
    name: card.name.text,
    category: isHeading(card.category, cards) ? table.category[tool] : category(card, table.category[tool]),
    tagline: card.tagline,
    description: card.description,
    verdict: card.verdict ?? verdictOf(panel),
    panelShare: card.panelShare,
    ...panelCounts(panel),
    ...communityVote(votePlaces(parts, tool)),
    entry: valueOrNull(layout.entry[tool]),
    pricing: table.pricing[tool],
    bestFor: table['best for'][tool],
    reviews: reviews[tool].map(({ review }) => review),
  });
}

/** Above a first card without a category is the page's heading. */
function isHeading(line: string | null, cards: PageParts['cards']): boolean {
  const [one, other] = [cards[0].name.key, cards[1].name.key];
  return line !== null && [`${one} vs ${other}`, `${one} vs. ${other}`].includes(lineKey(line));
}

/** Above a name without a category are its initials; they are a category only if the table agrees. */
function category({ category: onCard, name }: ToolCard, inTable: string | null): string | null {
  if (onCard === null) return inTable;
  const card = { text: onCard, key: lineKey(onCard) };
  if (inTable === null) return isLogo(card, name) ? null : onCard;
  return isInitials(card, name) && card.key !== lineKey(inTable) ? inTable : onCard;
}
