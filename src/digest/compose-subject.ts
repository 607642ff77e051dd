import type { Verdict } from '../comparisons/comparison.ts';
import { counted } from '../shared/counted.ts';
import type { Digest, DigestComparison, DigestSide } from './digest.ts';
import { fitLine, type Wording } from './fit-line.ts';
import { type Lead, leadOf } from './lead.ts';
import { contradictsShare, isFullPanel } from './panel.ts';

/** In UTF-16 code units. */
export const MAX_SUBJECT_LENGTH = 70;

/** The tool to ship comes first. */
const PAIRED: Record<`${Verdict} ${Verdict}`, (one: string, other: string) => string> = {
  'ship ship': (one, other) => `Ship both: ${one} and ${other}`,
  'ship skip': (one, other) => `Ship ${one}, skip ${other}`,
  'ship split': (one, other) => `Ship ${one}, split on ${other}`,
  'skip ship': (one, other) => `Ship ${other}, skip ${one}`,
  'skip skip': (one, other) => `Skip both: ${one} and ${other}`,
  'skip split': (one, other) => `Split on ${other}, skip ${one}`,
  'split ship': (one, other) => `Ship ${other}, split on ${one}`,
  'split skip': (one, other) => `Split on ${one}, skip ${other}`,
  'split split': (one, other) => `Split on both: ${one} and ${other}`,
};

/** The most telling line that fits. Verdicts and shares come only from a full panel. */
export function composeSubject({ numbers, sections }: Pick<Digest, 'numbers' | 'sections'>): string {
  const lead = leadOf(sections);
  const wordings = lead === null ? [] : [...wordingsAgainstOthers(lead), ...wordingsOfLead(lead)];
  return fitLine(wordings, MAX_SUBJECT_LENGTH) ?? counted(numbers.comparisons, 'AI tool comparison');
}

function wordingsAgainstOthers({ oneAgainstOthers }: Lead): Wording[] {
  if (oneAgainstOthers === null) return [];
  const { tool, names } = oneAgainstOthers;
  return [{ names: [tool.name], say: (name) => `${judged(name, tool)} against ${names.length} others` }];
}

function wordingsOfLead({ comparison, others }: Lead): Wording[] {
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'more comparison')}`;
  const [one, other] = comparison.sides;
  const bare = [one, other].map(
    (side): Wording => ({ names: [side.name], say: (name) => `${judged(name, side)} against another tool` }),
  );
  return [...wordingsOfPair(comparison), ...bare].flatMap(({ names, say }) => [
    { names, say: (...shown) => `${say(...shown)}${more}` },
    { names, say },
  ]);
}

function wordingsOfPair({ sides: [one, other] }: DigestComparison): Wording[] {
  const names = [one.name, other.name];
  const versus: Wording = { names, say: (first, second) => `${first} vs ${second}` };
  if (one.verdict === null || other.verdict === null) return [versus];
  if (!isFullPanel(one.panelSize) || !isFullPanel(other.panelSize)) return [versus];
  const paired: Wording = { names, say: PAIRED[`${one.verdict} ${other.verdict}`] };
  const shares: Wording = {
    names,
    say: (first, second) => `${first} ${one.panelShare}% ship, ${second} ${other.panelShare}% ship`,
  };
  const sharesSayMore =
    one.verdict === other.verdict &&
    !contradictsShare(one.verdict, one.panelShare) &&
    !contradictsShare(other.verdict, other.panelShare) &&
    one.panelShare !== null &&
    other.panelShare !== null &&
    one.panelShare !== other.panelShare;
  return sharesSayMore ? [shares, paired, versus] : [paired, versus];
}

function judged(name: string, { verdict, panelShare, panelSize }: DigestSide): string {
  const isTelling = panelShare !== null && isFullPanel(panelSize) && !contradictsShare(verdict, panelShare);
  return isTelling ? `${name}, ${panelShare}% ship,` : name;
}
