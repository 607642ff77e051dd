import type { PageLine } from './page-lines.ts';
import { isShare } from './reviews/said-values.ts';
import { endsSentence } from './reviews/score-lines.ts';

const LABELS = ['panel ship', 'community', 'entry'] as const;

/** An entry such as `Free`, `Usage-based` or `$20/mo`; not a sentence of the description. */
const MAX_ENTRY = 40;
const ENTRY =
  /^(?:free|paid|freemium|trial|usage|subscription|open|custom|enterprise|contact|[$€£¥\d]|[-‐‑‒–—―]$|n\/a$)/;

export function isFigureLabel(key: string): boolean {
  return LABELS.some((label) => label === key);
}

interface CardLabels {
  panel: number;
  community: number;
  entry: number;
}

/** Moves figures above labels if the page has labels first: a share below "Panel ship" and none above it. */
export function valuesAboveLabels(lines: readonly PageLine[]): PageLine[] {
  const cards = labelsOf(lines);
  if (cards.length !== 2 || !cards.every((card) => labelsFirst(lines, card))) return [...lines];
  const moved = [...lines];
  for (const { panel, community, entry } of cards) {
    const value = moved[entry + 1];
    const share = moved.slice(panel + 1, community);
    const vote = moved.slice(community + 1, entry);
    const last = isEntry(value) ? [value] : [];
    const labels = [panel, community, entry].map((at) => moved.slice(at, at + 1));
    const [shareLabel = [], voteLabel = [], entryLabel = []] = labels;
    const card = [...share, ...shareLabel, ...vote, ...voteLabel, ...last, ...entryLabel];
    moved.splice(panel, card.length, ...card);
  }
  return moved;
}

function labelsOf(lines: readonly PageLine[]): CardLabels[] {
  const cards: CardLabels[] = [];
  for (const [panel, { key }] of lines.entries()) {
    if (key !== 'panel ship') continue;
    const near = lines.slice(panel, panel + 7).map((line) => line.key);
    const community = near.indexOf('community');
    const entry = near.indexOf('entry', community + 1);
    if (community > 0 && entry > 0) cards.push({ panel, community: panel + community, entry: panel + entry });
  }
  return cards;
}

function labelsFirst(lines: readonly PageLine[], { panel, community, entry }: CardLabels): boolean {
  const share = lines.slice(panel + 1, community);
  if (share.length !== 1 || !share.every(({ key }) => isShare(key)) || isShare(lines[panel - 1]?.key ?? ''))
    return false;
  const vote = lines.slice(community + 1, entry);
  if (vote.length === 0) return ENTRY.test(lines[entry + 1]?.key ?? '') && isEntry(lines[entry + 1]);
  return vote.every(({ key }) => isShare(key) || /\b(?:votes?|voted|ship|skip)\b/.test(key));
}

function isEntry(line: PageLine | undefined): line is PageLine {
  return line !== undefined && line.text.length <= MAX_ENTRY && !endsSentence(line.text);
}
