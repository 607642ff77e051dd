import type { DigestSide, ReviewerScore } from '../../../src/digest/digest.ts';
import { look, TEXT } from '../../theme.ts';
import { Grid } from '../layout.tsx';
import { Isolated, Name, ownDirection } from '../words.tsx';
import { Badge } from './verdict-badge.tsx';
import { factWords, SCORES_MEANING, shareWords } from './wording.ts';

interface ToolProps {
  side: DigestSide;
  /** Null if the comparison's title is the tool already. */
  heading: 'h2' | 'h3' | null;
  featured: boolean;
}

/** One tool: its verdict, every reviewer's score, and its facts in one line. */
export function Tool({ side, heading, featured }: ToolProps) {
  const { facts, scores, explainsScores } = side;
  return (
    <div className={heading === null ? undefined : 'o'}>
      {heading !== null && (
        <Grid>
          <TitleRow side={side} title={heading} size={featured ? 18 : 17} inDetail={featured} />
        </Grid>
      )}
      {facts.tagline !== null && (
        <p {...ownDirection(facts.tagline)} {...look({ text: 'muted', size: 15 })}>
          {facts.tagline}
        </p>
      )}
      {explainsScores && <p {...look({ text: 'muted', size: 14, className: 's' })}>{SCORES_MEANING}</p>}
      <Scores scores={scores} featured={featured} />
      <Facts side={side} />
    </div>
  );
}

interface TitleRowProps {
  side: DigestSide;
  title: 'h2' | 'h3';
  size: number;
  inDetail: boolean;
}

/** The tool's whole name, with what its panel says at the right. */
export function TitleRow({ side, title: Title, size, inDetail }: TitleRowProps) {
  const share = shareWords(side, { inDetail });
  return (
    <tr>
      <td valign="top">
        <Title {...look({ size })}>
          <Name>{side.title}</Name>
        </Title>
      </td>
      {(side.verdict !== null || share !== null) && (
        <td align="right" valign="top" {...look({ size: 15, className: 'a' })}>
          {side.verdict !== null && <Badge verdict={side.verdict} />}
          {share !== null && <b>{`\u00a0 ${share}`}</b>}
        </td>
      )}
    </tr>
  );
}

/** More would be too narrow to read on a phone. */
const MAX_IN_ROW = 5;

function Scores({ scores, featured }: { scores: readonly ReviewerScore[]; featured: boolean }) {
  if (scores.length === 0) return null;
  const rows = Math.ceil(scores.length / MAX_IN_ROW);
  const inRow = Math.ceil(scores.length / rows);
  return (
    <Grid className="c">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else, and are rendered once
        <tr key={row}>
          {scores.slice(row * inRow, (row + 1) * inRow).map((score) => (
            <Score
              key={score.reviewer}
              score={score}
              width={`${Math.floor(100 / inRow)}%`}
              featured={featured}
            />
          ))}
        </tr>
      ))}
    </Grid>
  );
}

interface ScoreProps {
  score: ReviewerScore;
  width: string;
  featured: boolean;
}

/** A reviewer against the panel stands on a tint; agreement stays plain. */
function Score({ score: { reviewer, score, verdict, dissents }, width, featured }: ScoreProps) {
  const tint = dissents && verdict !== null ? ({ text: 'ink', fill: `${verdict}Tint` } as const) : {};
  return (
    <td width={width} valign="top" {...look({ ...tint })}>
      <span className="tm">
        <Isolated>{reviewer}</Isolated>
      </span>
      <br />
      {score !== null && <b {...(featured && { className: 'n' })}>{score}</b>}
      {score !== null && verdict !== null && ' '}
      {verdict !== null && <b {...look({ text: verdict })}>{verdict}</b>}
    </td>
  );
}

function Facts({ side }: { side: DigestSide }) {
  const facts = factWords(side.facts);
  if (facts.length === 0) return null;
  return (
    <p {...look({ size: 15, className: 'd' })}>
      {facts.map(({ label, value }, index) => (
        <span key={label}>
          {index > 0 && ' · '}
          <span className={TEXT.muted.name}>{label}</span> <Isolated>{value}</Isolated>
        </span>
      ))}
    </p>
  );
}
