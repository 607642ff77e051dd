import { valuesAboveLabels } from './card-labels.ts';
import { cutOff, MAX_LINES, type PageLine, type PageProblem, type Parsed } from './page-lines.ts';
import { reviewsOnly } from './reviews/after-reviews.ts';

/** The parts of a page. The first card's description is in the second's `above`. */
export interface PageLayout {
  /** For each card, the lines from the previous part to its "Panel ship". */
  above: [PageLine[], PageLine[]];
  community: [string | undefined, string | undefined];
  entry: [string | undefined, string | undefined];
  lastDescription: PageLine[];
  /** From the line "Decision"; empty in the plain form. */
  table: PageLine[];
  scorecard: PageLine[];
  /** The page's usual footer: present, cut in its first line, or missing. */
  footer: 'whole' | 'begun' | 'none';
}

/** Below the reviews on every page: the newsletter's box and the reader's bookmarks. */
const FOOTER = [
  'weekly ai tool verdicts',
  'get the next comparison in your inbox',
  'bookmarks',
  'loading bookmarks...',
  'no bookmarks yet',
];

/** Far more than a readable scorecard has; splitting reviews looks ahead from each line. */
const MAX_LAYOUT_LINES = 5_000;

/** Splits a page at the labels that every comparison page has. */
export function layOut(lines: readonly PageLine[]): Parsed<PageLayout> {
  if (lines.length > MAX_LINES) return tooLong({ what: 'The page', most: MAX_LINES, line: lines.at(-1) });
  const scorecardAt = lines.findIndex(({ key }) => /^reviewer scorecard:?$/.test(key));
  if (scorecardAt === -1) return withoutScorecard(lines);
  const another = lines.slice(scorecardAt + 1).find(startsComparison);
  if (another !== undefined) return twoComparisons(another);
  const cards = layOutCards(lines.slice(0, scorecardAt));
  if ('problem' in cards) return cards;
  const reviews = reviewLines(lines.slice(scorecardAt + 1));
  if (reviews.scorecard.length > MAX_LAYOUT_LINES)
    return tooLong({
      what: 'Its “Reviewer scorecard”',
      most: MAX_LAYOUT_LINES,
      line: reviews.scorecard[MAX_LAYOUT_LINES],
    });
  return { value: { ...cards.value, ...reviews } };
}

function layOutCards(shown: readonly PageLine[]): Parsed<Omit<PageLayout, 'scorecard' | 'footer'>> {
  // An empty element counts only among the reviews.
  const lines = valuesAboveLabels(shown.filter(({ role }) => role !== 'empty'));
  const panels = [...lines.keys()].filter((index) => lines[index]?.key === 'panel ship');
  const [one, other] = panels;
  if (one === undefined || other === undefined || panels.length !== 2)
    return wrongCards(panels.length, lines.at(-1));
  const tableAt = tableStart(lines, other);
  const first = figuresBelow(lines, one, other);
  const second = figuresBelow(lines, other, tableAt);
  if (first === undefined || second === undefined)
    return withoutLabels(lines[first === undefined ? one : other]);
  return {
    value: {
      above: [lines.slice(0, one), lines.slice(first.end, other)],
      community: [first.community, second.community],
      entry: [first.entry, second.entry],
      lastDescription: lines.slice(second.end, tableAt),
      table: lines.slice(tableAt),
    },
  };
}

/** Found only above the reviews: below them, it starts another comparison. */
function startsComparison({ key }: PageLine): boolean {
  return (
    /^(ai tool comparison|panel ship|reviewer scorecard:?)$/.test(key) ||
    /^compare ?[/›»>].+ vs .*$/.test(key)
  );
}

function twoComparisons(line: PageLine): PageProblem {
  const problem = 'A second comparison begins here, so neither was imported: save each page in its own file';
  return { problem, line: line.number };
}

function withoutScorecard(lines: readonly PageLine[]): PageProblem {
  const begun = lines.some(({ key }) => /^(ai tool comparison|panel ship|compare ?\/.+ vs .*)$/.test(key));
  if (begun) return cutOff('it ends before its “Reviewer scorecard”', lines.at(-1));
  const problem =
    'This is not a comparison page that we know: it needs a heading “A vs B”, two cards with the lines “Panel ship”, “Community” and “Entry”, and a “Reviewer scorecard”';
  return { problem, line: 1 };
}

function wrongCards(count: number, last: PageLine | undefined): PageProblem {
  const problem = `The page must show two cards with “Panel ship” above its “Reviewer scorecard”, not ${count}: save the page of one comparison, whole`;
  return { problem, ...(last === undefined ? {} : { line: last.number }) };
}

function withoutLabels(panel: PageLine | undefined): PageProblem {
  const problem =
    'Below “Panel ship”, the lines “Community” and “Entry” must follow: save the whole page again';
  return { problem, ...(panel === undefined ? {} : { line: panel.number }) };
}

function tooLong({
  what,
  most,
  line,
}: {
  what: string;
  most: number;
  line: PageLine | undefined;
}): PageProblem {
  const problem = `${what} has more than ${most} lines: save the page of one comparison`;
  return { problem, ...(line === undefined ? {} : { line: line.number }) };
}

function tableStart(lines: readonly PageLine[], after: number): number {
  const at = lines.findLastIndex(({ key }, index) => index > after && key === 'decision');
  return at === -1 ? lines.length : at;
}

/** The figures between "Panel ship", "Community" and "Entry"; figures may be missing, labels may not. */
function figuresBelow(lines: readonly PageLine[], panel: number, limit: number) {
  const label = (key: string, after: number) => {
    const at = lines.findIndex((line, index) => index > after && index <= after + 6 && line.key === key);
    return at === -1 || at >= limit ? undefined : at;
  };
  const community = label('community', panel);
  if (community === undefined) return undefined;
  const entry = label('entry', community);
  if (entry === undefined) return undefined;
  return {
    community: between(lines, panel, community),
    entry: between(lines, community, entry),
    end: entry + 1,
  };
}

function between(lines: readonly PageLine[], from: number, to: number): string | undefined {
  const texts = lines.slice(from + 1, to).map(({ text }) => text);
  return texts.length === 0 ? undefined : texts.join(' ');
}

function startsFooter({ key }: PageLine, index: number, lines: readonly PageLine[]): boolean {
  if (FOOTER.includes(key)) return true;
  const began = FOOTER.find((line) => line.startsWith(`${key} `));
  const rest = lines.slice(index, index + 6).map((line) => line.key);
  return began !== undefined && `${rest.join(' ')} `.startsWith(`${began} `);
}

function reviewLines(lines: readonly PageLine[]): Pick<PageLayout, 'scorecard' | 'footer'> {
  const at = lines.findIndex(startsFooter);
  if (at !== -1) return { scorecard: reviewsOnly(lines.slice(0, at)), footer: 'whole' };
  const last = lines.at(-1)?.key ?? '';
  if (/^wee/.test(last) && FOOTER[0]?.startsWith(last))
    return { scorecard: reviewsOnly(lines.slice(0, -1)), footer: 'begun' };
  return { scorecard: reviewsOnly(lines), footer: 'none' };
}
