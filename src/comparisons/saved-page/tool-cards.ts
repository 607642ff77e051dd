import { LIMITS, type Verdict } from '../comparison.ts';
import type { PageLayout } from './page-layout.ts';
import { type PageLine, type Parsed, paragraphs } from './page-lines.ts';
import { withoutLinks, withoutOffers } from './reviews/after-reviews.ts';
import { isShare, said, saysNothing, shareOf, verdictOf } from './reviews/said-values.ts';
import { brokenText } from './wrapped-lines.ts';

/** Twelve characters of any script, in UTF-16 code units. */
const MAX_LOGO = 120;
/** Two names of the greatest length that is allowed, and what stands around them. */
const MAX_HEADING = 2 * LIMITS.name + 20;
/** A card shows so many lines at most from its name to its share. */
const NAME_WITHIN = 6;
const SENTENCE_END = /[.!?…。！？؟]$/;

/** What a tool's card says. */
export interface ToolCard {
  name: PageLine;
  category: string | null;
  tagline: string | null;
  description: string | null;
  verdict: Verdict | null;
  panelShare: number | null;
}

/** The top of a card, and what stands above it. */
interface CardHead extends Omit<ToolCard, 'description'> {
  above: PageLine[];
}

/**
 * Both cards. A name is known by standing in the page's heading "A vs B" as well as in its card, because a name may
 * itself contain " vs ", and because nothing else tells a card without a tagline from one without a category.
 */
export function readCards(layout: PageLayout): Parsed<[ToolCard, ToolCard]> {
  for (const [one, other] of namePairs(layout)) {
    const first = cardHead(layout.above[0], one);
    const second = cardHead(withoutOffers(layout.above[1]), other);
    if (first === undefined || second === undefined) continue;
    const described = [
      withoutLinks(withoutInitials(second.above, second.name)),
      withoutLinks(withoutOffers(layout.lastDescription)),
    ] as const;
    const broken = brokenText(described[0]) ?? brokenText(described[1]);
    if (broken !== undefined) return broken;
    return {
      value: [
        { ...first, description: paragraphs(described[0]) },
        { ...second, description: paragraphs(described[1]) },
      ],
    };
  }
  return {
    problem:
      'The names on the two cards must be those of a heading “A vs B” above them: save the whole page again',
    line: layout.above[0][0]?.number ?? 1,
  };
}

/** Every way to read a heading as two names that stand where names do, then the head of the decision table. */
function namePairs({ above, table }: PageLayout): [string, string][] {
  const [first, second] = [possibleNames(above[0]), possibleNames(above[1])];
  const pairs = [1, 2, 3].flatMap((length) =>
    above[0].flatMap((_, at) => pairsIn(headingAt(above[0], at, length))),
  );
  const [, one, other] = table;
  if (one !== undefined && other !== undefined) pairs.push([one.key, other.key]);
  return pairs.filter(([name, otherName]) => first.has(name) && second.has(otherName));
}

/** A heading in one line, or in several that a printout broke it into; empty for what is too long to be one. */
function headingAt(lines: readonly PageLine[], at: number, length: number): string {
  const keys = lines.slice(at, at + length).map(({ key }) => key);
  if (keys.some((key) => key.length > MAX_HEADING)) return '';
  return keys.join(' ').replace(/^compare ?[/›»>] ?/, '');
}

function pairsIn(heading: string): [string, string][] {
  return [...heading.matchAll(/(?<= )vs\.?(?= )/g)].map(({ 0: word, index }) => [
    heading.slice(0, index - 1),
    heading.slice(index + word.length + 1),
  ]);
}

/** The lines of a card among which its name must be: a few above its share and verdict. */
function possibleNames(lines: readonly PageLine[]): Set<string> {
  return new Set(lines.slice(-NAME_WITHIN).map(({ key }) => key));
}

/**
 * From the bottom: the share, the verdict, the tagline, the name, the category; all but the name may be missing. A tool
 * may be named like a figure, so a last line is taken for one only if a name is found above it.
 */
function cardHead(lines: readonly PageLine[], name: string): CardHead | undefined {
  for (const { share, verdict, top } of figureSplits(lines)) {
    const named = namedHead(top, name);
    if (named === undefined) continue;
    return { ...named, panelShare: shareOf(share?.key ?? ''), verdict: verdictOf(verdict?.key) };
  }
  return undefined;
}

function figureSplits(
  lines: readonly PageLine[],
): { share?: PageLine; verdict?: PageLine; top: PageLine[] }[] {
  const withoutShare = { top: [...lines] };
  const share = lines.at(-1);
  const splits =
    share !== undefined && isShare(share.key)
      ? [{ share, top: lines.slice(0, -1) }, withoutShare]
      : [withoutShare];
  return splits.flatMap((split) => {
    const verdict = split.top.at(-1);
    return verdict !== undefined && /^(ship|skip|split|mixed)$/.test(verdict.key)
      ? [{ ...split, verdict, top: split.top.slice(0, -1) }, split]
      : [split];
  });
}

/** A tagline is rarely more than one line, so the line above the last is tried first: a tagline may repeat the name. */
function namedHead(lines: readonly PageLine[], key: string) {
  const at =
    [2, 1, 3, 4].map((fromEnd) => lines.length - fromEnd).find((index) => lines[index]?.key === key) ?? -1;
  const name = lines[at];
  if (name === undefined) return undefined;
  const category = categoryAt(lines[at - 1]);
  const tagline = lines
    .slice(at + 1)
    .filter(({ text }) => !saysNothing(text))
    .map(({ text }) => text)
    .join(' ');
  const above = lines.slice(0, category === undefined ? at : at - 1);
  return { name, category: said(category), tagline: said(tagline), above };
}

/** The line above a name, unless it is a sentence, which ends a description or the page's introduction. */
function categoryAt(line: PageLine | undefined): string | undefined {
  return line === undefined || line.text.length > 100 || SENTENCE_END.test(line.text) ? undefined : line.text;
}

/** Above its category, the labelled form shows a tool's initials or an emoji in place of a logo. */
function withoutInitials(lines: readonly PageLine[], name: PageLine): PageLine[] {
  const last = lines.at(-1);
  return last !== undefined && isInitials(last, name) ? lines.slice(0, -1) : [...lines];
}

/** Whether a line can be what a page shows in place of a tool's logo. */
export function isInitials({ text, key }: Pick<PageLine, 'text' | 'key'>, name: PageLine): boolean {
  if (text.length > MAX_LOGO) return false;
  const characters = [...new Intl.Segmenter().segment(text)].length;
  return (characters <= 4 && !SENTENCE_END.test(text)) || (characters <= 12 && name.key.startsWith(key));
}

/** Whether a line can be nothing else: a single character, the first letters of the name or of its words, an emoji. */
export function isLogo({ text, key }: Pick<PageLine, 'text' | 'key'>, name: PageLine): boolean {
  if (text.length > MAX_LOGO) return false;
  const characters = [...new Intl.Segmenter().segment(text)].length;
  const initials = name.key
    .split(/[\s./:-]+/)
    .map((word) => [...word][0] ?? '')
    .join('');
  const ofName = characters <= 2 && name.key.startsWith(key);
  return (
    characters === 1 || ofName || (key.length > 1 && initials.startsWith(key)) || !/[\p{L}\p{N}]/u.test(text)
  );
}
