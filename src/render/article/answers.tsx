import type { ReactNode } from 'react';
import {
  comparisonsIn,
  leagueToolOf,
  NOT_STATED,
  PANEL_WOULD_SHIP,
  shareWords,
  THE_ANSWERS,
  verdictWords,
} from '../../../emails/_components/digest/wording.ts';
import type { Digest, DigestComparison, DigestSide } from '../../digest/digest.ts';
import { LineWords, Name } from './words.tsx';

/** Every comparison in one linked line with its figures, the winner's first. Nothing for a single comparison. */
export function Answers({ digest }: { digest: Pick<Digest, 'sections'> }) {
  const comparisons = comparisonsIn(digest);
  const shared = leagueToolOf(digest);
  if (comparisons.length < 2) return null;
  return (
    <table className="answers">
      <thead>
        <tr>
          <td>
            <h2>{THE_ANSWERS}</h2>
          </td>
          <th scope="col" colSpan={2}>
            {PANEL_WOULD_SHIP}
          </th>
        </tr>
      </thead>
      <tbody>
        {shared !== null && (
          <tr>
            <td>
              <b>
                <Name>{shared.shortName}</Name>
              </b>
              {', beside'}
            </td>
            <Figures sides={[shared]} />
          </tr>
        )}
        {comparisons.map((comparison) => (
          <Row key={comparison.slug} comparison={comparison} isRival={shared !== null} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  comparison: { slug, answer, sides, category },
  isRival,
}: {
  comparison: DigestComparison;
  isRival: boolean;
}) {
  const startsWithName = typeof answer[0] !== 'string';
  const named = (tool: string, index: number): ReactNode =>
    startsWithName && index > 0 ? (
      <Name key={index}>{tool}</Name>
    ) : (
      <b key={index}>
        <Name>{tool}</Name>
      </b>
    );
  return (
    <tr>
      <td>
        <a href={`#${slug}`}>
          {isRival ? named(sides[1].shortName, 0) : <LineWords line={answer} name={named} />}
        </a>
        {isRival && category !== null && <span className="muted small">{` ${category}`}</span>}
      </td>
      <Figures sides={isRival ? [sides[1]] : sides} />
    </tr>
  );
}

function Figures({ sides }: { sides: readonly DigestSide[] }) {
  const isUnknown = sides.every(({ panelShare, verdict }) => panelShare === null && verdict === null);
  if (isUnknown || sides.length === 1) {
    return (
      <td colSpan={2}>
        {isUnknown ? (
          <span className="muted small">{NOT_STATED}</span>
        ) : (
          sides.map((side) => <Figure key={side.name} side={side} />)
        )}
      </td>
    );
  }
  return sides.map((side) => (
    <td key={side.name}>
      <Figure side={side} />
    </td>
  ));
}

function Figure({ side }: { side: DigestSide }) {
  const share = shareWords(side);
  if (side.verdict === null) return <span className="muted small">{share ?? NOT_STATED}</span>;
  return <span className={`tag ${side.verdict}`}>{share ?? verdictWords(side.verdict)}</span>;
}
