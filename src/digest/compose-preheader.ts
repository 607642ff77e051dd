import { toolKey } from '../comparisons/comparison.ts';
import { counted } from '../shared/counted.ts';
import type { Digest, DigestComparison, PanelHighlight } from './digest.ts';
import { fitLine, type Wording } from './fit-line.ts';
import { type Lead, leadOf } from './lead.ts';

/** In UTF-16 code units. */
export const MAX_PREHEADER_LENGTH = 110;

export interface PreheaderRequest {
  content: Pick<Digest, 'numbers' | 'sections'>;
  subject: string;
}

/** Continues where the subject ends, and never repeats it. */
export function composePreheader({ content: { numbers, sections }, subject }: PreheaderRequest): string {
  const lead = leadOf(sections);
  const wordings = lead === null ? [] : wordingsOf(lead, dividedUnlessLead(numbers.mostDivided, lead));
  const comparisons = counted(numbers.comparisons, 'comparison');
  const plain = [
    `${counted(numbers.tools, 'tool')} in ${comparisons}, side by side`,
    'What the reviewers say, side by side',
  ].map((line): Wording => ({ names: [], say: () => line }));
  const isNew = (line: string) => !repeats(line, subject);
  return fitLine([...wordings, ...plain], MAX_PREHEADER_LENGTH, isNew) ?? `In this issue: ${comparisons}`;
}

/** Null if it is the lead's, which the subject is about. */
function dividedUnlessLead(divided: PanelHighlight | null, { comparison }: Lead): PanelHighlight | null {
  if (divided === null) return null;
  const isOfLead = comparison.sides.some(({ name }) => toolKey(name) === toolKey(divided.tool));
  return isOfLead ? null : divided;
}

function wordingsOf(
  { comparison, others, oneAgainstOthers }: Lead,
  divided: PanelHighlight | null,
): Wording[] {
  if (others.length === 0) return wordingsOfContents(comparison);
  if (oneAgainstOthers !== null) return withDivided(listings('Against', oneAgainstOthers.names, 1), divided);
  const names = others.flatMap(({ sides }) => sides.map(({ name }) => name));
  return withDivided(listings('Also', names, 2), divided);
}

/** "Also: A vs B, C vs D, and 2 more", with up to three entries of `namesPerEntry` names. */
function listings(opening: string, names: readonly string[], namesPerEntry: number): Wording[] {
  const entries = names.length / namesPerEntry;
  return [3, 2, 1]
    .filter((listed) => listed <= entries)
    .map((listed) => ({
      names: names.slice(0, listed * namesPerEntry),
      say: (...shown) => {
        const listing = Array.from({ length: listed }, (_, entry) =>
          shown.slice(entry * namesPerEntry, (entry + 1) * namesPerEntry).join(' vs '),
        );
        return `${opening}: ${listing.join(', ')}${listed < entries ? `, and ${entries - listed} more` : ''}`;
      },
    }));
}

/** Each listing with the most divided panel appended, then without it in case that is too long. */
function withDivided(listed: readonly Wording[], divided: PanelHighlight | null): Wording[] {
  if (divided === null) return [...listed];
  return listed.flatMap(({ names, say }) => [
    {
      names: [...names, divided.tool],
      say: (...shown) => {
        const tool = shown.at(-1) ?? '';
        return `${say(...shown.slice(0, -1))}. Most divided panel: ${tool}, ${divided.panelShare}% ship`;
      },
    },
    { names, say },
  ]);
}

function wordingsOfContents({ sides, reviewers }: DigestComparison): Wording[] {
  const stances = new Set(sides.flatMap(({ quotations }) => quotations.map(({ stance }) => stance)));
  const introductions = sides.flatMap(({ introduction }) => introduction ?? []);
  const contents = [
    reviewers.length > 0 ? counted(reviewers.length, 'reviewer') : null,
    stances.has('for') && stances.has('against') ? 'the case for and against' : null,
    introductions.some(({ pricing, entry }) => pricing ?? entry) ? 'pricing' : null,
    introductions.some(({ bestFor }) => bestFor) ? 'who it is best for' : null,
  ].filter((content) => content !== null);
  return contents.length === 0 ? [] : [{ names: [], say: () => `Side by side: ${contents.join(', ')}` }];
}

function repeats(line: string, subject: string): boolean {
  const [said, before] = [wordsOf(line), wordsOf(subject)];
  return before !== '' && (said.includes(before) || before.includes(said));
}

function wordsOf(line: string): string {
  return (
    line
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}
