import { counted } from '../shared/counted.ts';
import { type Answer, differByReviewer, type Judged } from './answers/answer.ts';
import { adviceOn } from './answers/answer-words.ts';
import { fitLine, type Wording } from './fit-line.ts';
import { isFullPanel } from './panel.ts';
import { numberWord } from './plain-words.ts';

/** In UTF-16 code units. */
export const MAX_SUBJECT_LENGTH = 70;

/** What the subject and the preheader are about. */
export interface Headline {
  /** The featured comparison's, or the first's. */
  lead: Answer;
  /** Those of the other comparisons, in the order. */
  others: readonly Answer[];
  /** Set if every comparison is of one tool with others. */
  league: League | null;
  /** Of every tool in the issue. */
  names: readonly string[];
}

export interface League {
  tool: Judged;
  rivals: readonly Judged[];
}

/** The answer in people's words. Only a full panel's verdict leads. */
export function composeSubject({ lead, others, league, names: all }: Headline): string {
  const what = others.every(({ kind }) => kind === 'unknown') ? 'more comparison' : 'more answer';
  const more = others.length === 0 ? '' : `, and ${counted(others.length, what)}`;
  const wordings = [...(league === null ? [] : leagueWordings(league)), ...leadWordings(lead)];
  const complete =
    league === null ? [...wordings.map((wording) => followed(wording, more)), ...wordings] : wordings;
  return (
    fitLine(complete, { maxLength: MAX_SUBJECT_LENGTH, all }) ??
    counted(others.length + 1, 'AI tool comparison')
  );
}

const followed = ({ names, say }: Wording, more: string): Wording => ({
  names,
  say: (...shown) => `${say(...shown)}${more}`,
});

function leagueWordings({ tool, rivals }: League): Wording[] {
  const count = numberWord(rivals.length);
  const isJudged = [tool, ...rivals].every(({ size }) => isFullPanel(size));
  const behind = rivals.filter((rival) => isJudged && differByReviewer(tool, rival)).length;
  const ahead = rivals.filter((rival) => differByReviewer(rival, tool)).length;
  if (behind <= ahead) return [{ names: [tool.side.name], say: (name) => `${name} against ${count} rivals` }];
  const whom =
    behind < rivals.length ? `${numberWord(behind)} of ${count}` : behind === 2 ? 'both' : `all ${count}`;
  return [{ names: [tool.side.name], say: (name) => `${name}: ahead of ${whom} rivals` }];
}

function leadWordings({ kind, ahead, other }: Answer): Wording[] {
  const names = [ahead.side.name, other.side.name];
  const pair = (say: (one: string, two: string) => string): Wording => ({ names, say });
  const alone = (say: (one: string) => string): Wording => ({ names: names.slice(0, 1), say });
  const compared = [pair((one, two) => `${one} and ${two}, compared`), alone((one) => `${one}, compared`)];
  const judged = kind === 'one-sided' ? [ahead] : [ahead, other];
  if (!judged.every(({ size }) => isFullPanel(size))) return compared;
  switch (kind) {
    case 'over':
      return overWordings({ ahead, other }, { pair, alone });
    case 'both':
      return [pair((one, two) => `${one} or ${two}: ship either`)];
    case 'neither':
      return [pair((one, two) => `Neither ${one} nor ${two}`)];
    case 'level':
      return [pair((one, two) => `${one} level with ${two}`)];
    case 'verdicts':
      return [
        pair(
          (one, two) => `${adviceOn(ahead.verdict)} ${one}, ${adviceOn(other.verdict).toLowerCase()} ${two}`,
        ),
      ];
    case 'one-sided':
      return ahead.share === null ? compared : [alone((one) => `${one} at ${ahead.share}%`), ...compared];
    case 'unknown':
      return compared;
  }
}

function overWordings(
  { ahead, other }: Pick<Answer, 'ahead' | 'other'>,
  {
    pair,
    alone,
  }: {
    pair: (say: (one: string, two: string) => string) => Wording;
    alone: (say: (one: string) => string) => Wording;
  },
): Wording[] {
  const plain = pair((one, two) => `${one} over ${two}`);
  if (ahead.verdict !== 'ship') return [plain];
  if (other.verdict === 'ship')
    return [pair((one, two) => `${one} over ${two}, though either would do`), plain];
  const ship =
    other.verdict === 'skip' && ahead.share !== 100
      ? pair((one, two) => `Ship ${one}, skip ${two}`)
      : pair((one, two) => `Ship ${one} over ${two}`);
  return [ship, alone((one) => `Ship ${one}`)];
}
