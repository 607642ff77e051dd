import { cleanText, withoutBidiControls } from '../shared/clean-text.ts';
import { webUrl } from '../shared/web-url.ts';
import { type Answer, answerOf, judged } from './answers/answer.ts';
import { leagueSummary, weekSummary } from './answers/week-summary.ts';
import { composePreheader } from './compose-preheader.ts';
import { composeSubject, type Headline, type League } from './compose-subject.ts';
import type { Digest, DigestComparison, DigestSection, Sponsor } from './digest.ts';
import type { DigestLimits } from './digest-limits.ts';
import type { EditedTexts } from './edited-texts.ts';
import { plainLine } from './fit-line.ts';
import { groupByTool, type ItemGroup } from './group-by-tool.ts';
import { type IssueItem, orderItems } from './order-items.ts';
import { composeSections } from './sections/compose-sections.ts';
import { rivalIn, rivalsByShare, sharedSide, toolsWith } from './sections/shared-tool.ts';
import { shortNames } from './short-names.ts';

export interface DigestRequest {
  slot: string;
  /** When it is due, as readers see it. */
  date: string;
  comparisons: readonly IssueItem[];
  /** A text that is absent is composed, or left out. */
  edited: Partial<EditedTexts>;
  limits: DigestLimits;
}

/** The same request gives the same digest. */
export function composeDigest({ slot, date, comparisons, edited, limits }: DigestRequest): Digest {
  const ordered = orderItems(comparisons);
  // The editor's feature comes before the items that the editor placed.
  const placed = ordered.findLastIndex(({ position }) => position !== null) + 1;
  const chosen = new Set(comparisons.filter(({ featured }) => featured).map(({ comparison }) => comparison));
  const isPlaced = ({ comparison, position }: IssueItem) => position !== null || chosen.has(comparison);
  const groups = groupByTool(ordered, placed).map((group) => rivalsByShare(group, isPlaced));
  const items = groups.flatMap((group) => group.items);
  const sections = composeSections(groups, limits);
  const answers = groups.flatMap(answersIn);
  const names = items.flatMap(({ comparison }) => comparison.tools.map(({ name }) => name));
  const shown = shortNames(names);
  const league = leagueOf(groups);
  const headline = headlineOf(items, { answers, league, names });
  const subject = plainLine(edited.subject ?? '') || (headline === null ? '' : composeSubject(headline));
  const preheader =
    plainLine(edited.preheader ?? '') ||
    (headline === null
      ? ''
      : composePreheader({ ...headline, subject, contents: contentsOf(items, sections) }));
  return {
    slot,
    date,
    subject,
    preheader,
    intro: cleanMarkdown(edited.intro),
    summary: league === null ? weekSummary(answers, shown) : leagueSummary(league.tool, league.rivals),
    sections,
    sponsor: sponsorOf(edited),
    closing: cleanMarkdown(edited.closing),
  };
}

function cleanMarkdown(text: string | null | undefined): string | null {
  return cleanText(withoutBidiControls(text ?? '')) || null;
}

/** Nothing without a text: a lone title or link says nothing. */
function sponsorOf({ sponsorTitle, sponsorText, sponsorUrl }: Partial<EditedTexts>): Sponsor | null {
  const text = cleanMarkdown(sponsorText);
  if (text === null) return null;
  return { title: plainLine(sponsorTitle ?? '') || null, text, url: webUrl(sponsorUrl ?? null) };
}

/** One tool in every comparison, with at least two rivals. */
function leagueOf(groups: readonly ItemGroup[]): League | null {
  const [group, ...more] = groups;
  const shared = group === undefined || more.length > 0 ? null : sharedSide(group);
  if (group === undefined || shared === null) return null;
  return { tool: judged(shared), rivals: group.items.map((item) => judged(rivalIn(item, shared))) };
}

function answersIn(group: ItemGroup): Answer[] {
  const shared = sharedSide(group);
  return group.items.map((item) => answerOf(toolsWith(item, shared)));
}

function headlineOf(
  items: readonly IssueItem[],
  { answers, league, names }: Pick<Headline, 'league' | 'names'> & { answers: readonly Answer[] },
): Headline | null {
  const index = Math.max(
    0,
    items.findIndex(({ featured }) => featured),
  );
  const lead = answers[index];
  return lead === undefined
    ? null
    : { lead, others: answers.filter((answer) => answer !== lead), league, names };
}

/** What the email shows of the featured comparison, and of the tool that it shares with others. */
function contentsOf(items: readonly IssueItem[], sections: readonly DigestSection[]) {
  const lead = items.find(({ featured }) => featured) ?? items[0];
  const isLead = ({ slug }: DigestComparison) => slug === lead?.comparison.slug;
  const section = sections.find(({ comparisons }) => comparisons.some(isLead));
  const comparison = section?.comparisons.find(isLead);
  const sides = [...(section?.shared ? [section.shared.side] : []), ...(comparison?.sides ?? [])];
  const voices = [...(section?.shared?.voices ?? []), ...(comparison?.voices ?? [])];
  const stances = new Set(voices.map(({ stance }) => stance));
  const tools = lead?.comparison.tools ?? [];
  return {
    reviewers: Math.max(0, ...tools.map(({ reviews }) => reviews.length)),
    hasPrices: sides.some(({ facts }) => facts.price !== null),
    hasBothStances: stances.has('for') && stances.has('against'),
  };
}
