import type { CSSProperties, ReactNode } from 'react';
import { look } from '../theme.ts';

interface GridProps {
  children: ReactNode;
  className?: string | undefined;
  style?: CSSProperties | undefined;
}

/** A layout table at full width. Its children are rows. */
export function Grid({ children, className, style }: GridProps) {
  return (
    <table
      role="presentation"
      width="100%"
      cellPadding={0}
      cellSpacing={0}
      className={className}
      style={style}
    >
      <tbody>{children}</tbody>
    </table>
  );
}

/** A row on the canvas, below the sheet. */
export function Band({ children, padding }: { children: ReactNode; padding: string }) {
  return (
    <tr>
      <td
        {...look({
          text: 'ink',
          fill: 'canvas',
          size: 14,
          className: 'x',
          css: { padding, lineHeight: '20px' },
        })}
      >
        {children}
      </td>
    </tr>
  );
}

const EDGES = {
  none: null,
  hairline: { colour: 'hairline', edge: 'borderTop', line: '1px solid' },
  strong: { colour: 'strong', edge: 'borderTop', line: '3px solid' },
} as const;

interface SheetProps {
  children: ReactNode;
  padding?: string;
  /** The rule above it. */
  edge?: keyof typeof EDGES;
}

/** A part of the sheet, as a row. */
export function Sheet({ children, padding = '26px 32px 16px', edge = 'none' }: SheetProps) {
  const rule = EDGES[edge];
  return (
    <tr>
      <td
        {...look({
          text: 'ink',
          fill: 'card',
          size: 16,
          className: 'x',
          ...(rule !== null && { rule }),
          css: { padding, lineHeight: '24px' },
        })}
      >
        {children}
      </td>
    </tr>
  );
}
