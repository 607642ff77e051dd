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

/** A row on the canvas: headings between cards, masthead, footer. */
export function Band({ children, padding }: { children: ReactNode; padding: string }) {
  return (
    <tr>
      <td
        {...look({
          text: 'ink',
          fill: 'canvas',
          size: 16,
          className: 'x',
          css: { padding, lineHeight: '22px' },
        })}
      >
        {children}
      </td>
    </tr>
  );
}

const EDGE = { colour: 'quiet', edge: 'borderTop', line: '1px solid' } as const;
const EMPHASIS = { colour: 'strong', edge: 'borderTop', line: '5px solid' } as const;

/** A row set off from the canvas. */
export function Card({ children, emphasis = false }: { children: ReactNode; emphasis?: boolean }) {
  return (
    <tr>
      <td {...look({ text: 'ink', fill: 'canvas', css: { paddingBottom: '16px' } })}>
        <Grid>
          <tr>
            <td
              {...look({
                text: 'ink',
                fill: 'card',
                size: 16,
                className: 'x',
                rule: emphasis ? EMPHASIS : EDGE,
                css: { padding: '24px 28px', lineHeight: '24px' },
              })}
            >
              {children}
            </td>
          </tr>
        </Grid>
      </td>
    </tr>
  );
}
