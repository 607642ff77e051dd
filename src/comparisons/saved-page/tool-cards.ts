import { LIMITS, type Verdict } from '../comparison.ts';
import type { PageLayout } from './page-layout.ts';
import { type PageLine, type Parsed, paragraphs } from './page-lines.ts';
import { withoutLinks, withoutOffers } from './reviews/after-reviews.ts';
import { isBlankValue, isShare, shareOf, valueOrNull, verdictOf } from './reviews/said-values.ts';
import { findBrokenText } from './wrapped-lines.ts';

/** Twelve characters of any script, in UTF-16 code units. */
const MAX_LOGO = 120;
/** Two names of maximum length and what surrounds them. */
const MAX_HEADING = 2 * LIMITS.name + 20;
/** The most lines between a card's name and its share. */
const NAME_WITHIN = 6;
const SENTENCE_END = /[.!?…。！？؟]$/;

export interface ToolCard {
  name: PageLine;
  category: string | null;
  tagline: string | null;
  description: string | null;
  verdict: Verdict | null;
  panelShare: number | null;
}

interface CardHead extends Omit<ToolCard, 'description'> {
  above: PageLine[];
}

/**
 * A name is recognised because it is in the page's heading "A vs B" as well as on its card: a name may itself contain "
 * vs ", and nothing else distinguishes a card without a tagline from one without a category.
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
    const broken = findBrokenText(described[0]) ?? findBrokenText(described[1]);
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

/** Every split of a heading into two names found where names are, then the table's head. */
function namePairs({ above, table }: PageLayout): [string, string][] {
  const [first, second] = [possibleNames(above[0]), possibleNames(above[1])];
  const pairs = [1, 2, 3].flatMap((length) =>
    above[0].flatMap((_, at) => pairsIn(headingAt(above[0], at, length))),
  );
  const [, one, other] = table;
  if (one !== undefined && other !== undefined) pairs.push([one.key, other.key]);
  return pairs.filter(([name, otherName]) => first.has(name) && second.has(otherName));
}

/** A heading on one or several lines; empty if it is too long to be one. */
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

/** The last lines above the share and verdict, where the name must be. */
function possibleNames(lines: readonly PageLine[]): Set<string> {
  return new Set(lines.slice(-NAME_WITHIN).map(({ key }) => key));
}

/** From the bottom: share, verdict, tagline, name, category; only the name is required. */
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

/** Taglines are rarely longer than one line, so the second-last line is tried first: a tagline may repeat the name. */
function namedHead(lines: readonly PageLine[], key: string) {
  const at =
    [2, 1, 3, 4].map((fromEnd) => lines.length - fromEnd).find((index) => lines[index]?.key === key) ?? -1;
  const name = lines[at];
  if (name === undefined) return undefined;
  const category = categoryAt(lines[at - 1]);
  const tagline = lines
    .slice(at + 1)
    .filter(({ text }) => !isBlankValue(text))
    .map(({ text }) => text)
    .join(' ');
  const above = lines.slice(0, category === undefined ? at : at - 1);
  return { name, category: valueOrNull(category), tagline: valueOrNull(tagline), above };
}

/** The line above a name, unless it is a sentence from a description or the introduction. */
function categoryAt(line: PageLine | undefined): string | undefined {
  return line === undefined || line.text.length > 100 || SENTENCE_END.test(line.text) ? undefined : line.text;
}

/** In the labelled form, initials or an emoji replace a logo above the category. */
function withoutInitials(lines: readonly PageLine[], name: PageLine): PageLine[] {
  const last = lines.at(-1);
  return last !== undefined && isInitials(last, name) ? lines.slice(0, -1) : [...lines];
}

export function isInitials({ text, key }: Pick<PageLine, 'text' | 'key'>, name: PageLine): boolean {
  if (text.length > MAX_LOGO) return false;
  const characters = [...new Intl.Segmenter().segment(text)].length;
  return (characters <= 4 && !SENTENCE_END.test(text)) || (characters <= 12 && name.key.startsWith(key));
}

/** Whether a line can only replace a logo: one character, initials of the name, an emoji. */
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
