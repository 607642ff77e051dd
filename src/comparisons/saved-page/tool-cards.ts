import type { Verdict } from '../comparison.ts';
import type { PageLayout } from './page-layout.ts';
import { type PageLine, type Parsed, paragraphs } from './page-lines.ts';
import { isShare, said, saysNothing, shareOf, verdictOf } from './said-values.ts';
import { brokenText } from './wrapped-lines.ts';

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
    const second = cardHead(layout.above[1], other);
    if (first === undefined || second === undefined) continue;
    const described = [withoutInitials(second.above, second.name), layout.lastDescription] as const;
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

/** Every way to read a heading as two names, then the head of the decision table. */
function namePairs({ above, table }: PageLayout): [string, string][] {
  const headings = above[0].map(({ key }) => key.replace(/^compare ?[/›»>] ?/, ''));
  const pairs = [...new Set(headings)].flatMap((heading) =>
    [...heading.matchAll(/(?<= )vs\.?(?= )/g)].map(({ 0: word, index }): [string, string] => [
      heading.slice(0, index - 1),
      heading.slice(index + word.length + 1),
    ]),
  );
  const [, one, other] = table;
  return one !== undefined && other !== undefined ? [...pairs, [one.key, other.key]] : pairs;
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
  const characters = [...new Intl.Segmenter().segment(text)].length;
  return (characters <= 4 && !SENTENCE_END.test(text)) || (characters <= 12 && name.key.startsWith(key));
}
