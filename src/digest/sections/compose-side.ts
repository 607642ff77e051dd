import { type ComparisonSide, toolKey } from '../../comparisons/comparison.ts';
import type { DigestSide, Voice } from '../digest.ts';
import type { DigestLimits } from '../digest-limits.ts';
import { panelOf, panelSize } from '../panel.ts';
import { chooseVoices, type VoiceLimits } from '../quotations/choose-voices.ts';
import { scoresOf } from './reviewer-scores.ts';
import { briefFacts, type knownFacts, NO_FACTS, shortFacts } from './tool-facts.ts';

/** What composing one comparison needs of the whole issue. */
export interface Context {
  limits: DigestLimits;
  shown: (name: string) => string;
  facts: ReturnType<typeof knownFacts>;
  /** What the issue has already said. */
  said: Set<string>;
}

function isFirst({ said }: Context, ...parts: readonly string[]): boolean {
  const key = parts.join('\n');
  const isNew = !said.has(key);
  said.add(key);
  return isNew;
}

/** What the tools are, if it is known and not said before. */
export function categoryOf(sides: readonly ComparisonSide[], context: Context): string | null {
  const known = sides.flatMap((side) => {
    const key = toolKey(side.name);
    const category = context.facts.get(key)?.category ?? null;
    return category !== null && isFirst(context, 'category', key) ? [category] : [];
  });
  return known.length === 0 ? null : [...new Set(known)].join(' / ');
}

export const voicesOn = (side: ComparisonSide, context: Context, limits: VoiceLimits): Voice[] =>
  voicesIn({ ahead: side, other: side }, context, limits).map((voice) =>
    voice.stance === 'unknown' ? voice : { ...voice, tool: null },
  );

export function voicesIn(
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

export function composeSide(side: ComparisonSide, context: Context, isFeatured: boolean): DigestSide {
  const { facts, limits, shown } = context;
  const { verdict, share, count } = panelOf(side);
  const scores = scoresOf(side);
  const key = toolKey(side.name);
  const shownScores = isFirst(context, 'scores', key, JSON.stringify(scores)) ? scores : [];
  const known = facts.get(key) ?? NO_FACTS;
  return {
    name: side.name,
    shortName: shown(side.name),
    title: isFirst(context, 'name', key) ? side.name : shown(side.name),
    verdict,
    panelShare: share,
    panelCount: count,
    panelSize: panelSize(side),
    scores: shownScores,
    explainsScores: shownScores.some(({ score }) => score !== null) && isFirst(context, 'what scores mean'),
    facts: !isFirst(context, 'facts', key)
      ? NO_FACTS
      : isFeatured
        ? shortFacts(known, limits.facts)
        : briefFacts(known, limits.about, limits.facts),
  };
}
