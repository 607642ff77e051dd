import type { DigestSide } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';

/** Larger panels are drawn as one proportion instead of one segment per reviewer. */
const MAX_SEGMENTS = 10;

interface Segment {
  ships: boolean;
  percent: number;
}

function segments({ panelCount, panelShare }: DigestSide): Segment[] {
  if (panelCount && panelCount.of > 0 && panelCount.of <= MAX_SEGMENTS) {
    const { ship, of } = panelCount;
    return Array.from({ length: of }, (_, index) => ({ ships: index < ship, percent: Math.floor(100 / of) }));
  }
  if (panelShare === null) return [];
  return [
    { ships: true, percent: panelShare },
    { ships: false, percent: 100 - panelShare },
  ].filter(({ percent }) => percent > 0);
}

/** One cell sets the height of its row. */
const BAR_HEIGHT = { height: 7 };
const FILLS = { true: look({ fill: 'ship' }), false: look({ fill: 'empty' }) };

/** A decorative bar of the panel share: one segment per reviewer, filled for ship. */
export function PanelBar({ side }: { side: DigestSide }) {
  const cells = segments(side);
  if (cells.length === 0) return null;
  return (
    <table role="presentation" aria-hidden width="100%" cellPadding={0} cellSpacing={0} className="v">
      <tbody>
        <tr>
          {cells.map(({ ships, percent }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: segments have nothing else, and are rendered once
            <td key={index} width={`${percent}%`} {...(index === 0 && BAR_HEIGHT)} {...FILLS[`${ships}`]} />
          ))}
        </tr>
      </tbody>
    </table>
  );
}
