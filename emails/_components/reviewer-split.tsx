import type { DigestComparison, ReviewerCell } from '../../src/issues/digest.ts';
import { look, TEXT } from '../theme.ts';
import { cellWords, DID_NOT_REVIEW, noSplitWords, reviewerWords } from './wording.ts';

/** Every reviewer's score and verdict for both tools, side by side: the only table that holds data. */
export function ReviewerSplit({ comparison: { sides, reviewers } }: { comparison: DigestComparison }) {
  const instead = noSplitWords(reviewers);
  if (instead !== null) return <p {...look({ text: 'muted', size: 14, also: 't' })}>{instead}</p>;
  return (
    <>
      <p className="t">
        <b>Reviewer split</b>
      </p>
      <table
        width="100%"
        cellPadding={4}
        cellSpacing={0}
        {...look({ size: 14, css: { tableLayout: 'fixed' } })}
      >
        <thead>
          <tr>
            <th scope="col" className="c" style={{ width: '26%' }}>
              Reviewer
            </th>
            {sides.map(({ name }) => (
              <th key={name} scope="col" className="c">
                <bdi>{name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reviewers.map(({ reviewer, cells }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: reviewers may be unnamed, and rows are rendered once
            <tr key={index}>
              <th scope="row" className="c">
                <bdi>{reviewerWords(reviewer)}</bdi>
              </th>
              <Cell cell={cells[0]} />
              <Cell cell={cells[1]} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Cell({ cell }: { cell: ReviewerCell | null }) {
  if (!cell) return <td className="c">{DID_NOT_REVIEW}</td>;
  const { score, verdict } = cellWords(cell);
  return (
    <td className="c">
      {cell.verdict === null ? `${score}, ${verdict}` : `${score}, `}
      {cell.verdict !== null && <b className={TEXT[cell.verdict].name}>{verdict}</b>}
    </td>
  );
}
