import { scoreWords, verdictWords } from '../../../emails/_components/digest/wording.ts';
import type { ReviewerScore } from '../../digest/digest.ts';
import type { PanelCell, ScoreTable } from './score-table.ts';
import { Name } from './words.tsx';

/** Reviewers by tools. A reviewer who dissents from the panel is marked, in colour and in words. */
export function Scores({ table: { tools, rows, panels } }: { table: ScoreTable }) {
  return (
    <table className="scores">
      <thead>
        <tr>
          <th scope="col">Reviewer</th>
          {tools.map((tool) => (
            <th key={tool} scope="col">
              <Name>{tool}</Name>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ reviewer, cells }, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two reviewers may have one name, and rows are rendered once
          <tr key={row}>
            <th scope="row">
              <Name>{reviewer}</Name>
            </th>
            {cells.map((cell, column) => (
              <Cell key={tools[column]} cell={cell} />
            ))}
          </tr>
        ))}
        {panels !== null && (
          <tr className="panel">
            <th scope="row">Panel</th>
            {panels.map((panel, column) => (
              <Panel key={tools[column]} panel={panel} />
            ))}
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Cell({ cell }: { cell: ReviewerScore | null }) {
  if (cell === null) return <td />;
  const { score, verdict, dissents } = cell;
  return (
    <td className={dissents && verdict !== null ? `dissent ${verdict}` : undefined}>
      {score !== null && <b>{scoreWords({ score, verdict: null })}</b>}
      {score !== null && verdict !== null && ' '}
      {verdict !== null && <b className={verdict}>{verdict}</b>}
      {dissents && <span className="apart"> against the panel</span>}
    </td>
  );
}

function Panel({ panel: { verdict, panelShare, count } }: { panel: PanelCell }) {
  return (
    <td>
      {verdict !== null && <span className={`tag ${verdict}`}>{verdictWords(verdict)}</span>}
      {panelShare !== null && <b>{` ${panelShare}%`}</b>}
      {count !== null && <span className="muted small">{` ${count}`}</span>}
    </td>
  );
}
