import type { DigestComparison, ReviewerCell } from '../../../src/digest/digest.ts';
import { look, TEXT } from '../../theme.ts';
import { Isolated } from '../isolated.tsx';
import { cellWords, DID_NOT_REVIEW, noSplitWords, reviewerWords } from './wording.ts';

interface ReviewerSplitProps {
  comparison: DigestComparison;
  heading: 'h3' | 'h4';
}

/** Every reviewer's score and verdict for both tools: the only data table. */
export function ReviewerSplit({ comparison: { sides, reviewers }, heading: Heading }: ReviewerSplitProps) {
  const instead = noSplitWords(reviewers);
  if (instead !== null) return <p {...look({ text: 'muted', size: 14, className: 'i' })}>{instead}</p>;
  return (
    <>
      <Heading {...look({ size: 16, className: 'i' })}>Reviewer split</Heading>
      <table
        width="100%"
        cellPadding={4}
        cellSpacing={0}
        {...look({ text: 'ink', fill: 'card', size: 14, className: 'c', css: { tableLayout: 'fixed' } })}
      >
        <colgroup>
          <col width="26%" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Reviewer</th>
            {sides.map(({ name }) => (
              <th key={name} scope="col">
                <Isolated>{name}</Isolated>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reviewers.map(({ reviewer, cells }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: reviewers may be unnamed, and rows are rendered once
            <tr key={index}>
              <th scope="row">
                <Isolated>{reviewerWords(reviewer)}</Isolated>
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
  if (!cell) return <td>{DID_NOT_REVIEW}</td>;
  const { score, verdict } = cellWords(cell);
  return (
    <td>
      {cell.verdict === null ? `${score}, ${verdict}` : `${score}, `}
      {cell.verdict !== null && <b className={TEXT[cell.verdict].name}>{verdict}</b>}
    </td>
  );
}
