import { Fragment, type ReactNode } from 'react';
import type { Digest, DigestComparison, DigestSide } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';
import { useLook } from '../brand.tsx';
import { Grid, Sheet } from '../layout.tsx';
import { LineWords, Name } from '../words.tsx';
import { Badge } from './verdict-badge.tsx';
import {
  comparisonsIn,
  leagueToolOf,
  NOT_STATED,
  PANEL_WOULD_SHIP,
  shareWords,
  THE_ANSWERS,
} from './wording.ts';

const HEAD = { colour: 'strong', edge: 'borderTop', line: '2px solid' } as const;
const ANSWER = look({ className: 'r', css: { fontWeight: 'normal' } });
const APART = { paddingLeft: '10px' };
const FIGURES = look({ className: 'r f', css: APART });
const ROW_LINK = look({ text: 'ink', css: { textDecoration: 'none' } });

/** Every comparison in one linked line: pairs are never torn apart. Nothing for a single one. */
export function Answers({ digest, webView }: { digest: Digest; webView: string }) {
  const comparisons = comparisonsIn(digest);
  const shared = leagueToolOf(digest);
  if (comparisons.length < 2) return null;
  return (
    <Sheet padding="4px 32px 24px">
      <Grid>
        <tr>
          <td valign="bottom" {...look({ css: { paddingBottom: '7px' } })}>
            <h2 {...look({ size: 18 })}>{THE_ANSWERS}</h2>
          </td>
          <td
            align="right"
            valign="bottom"
            {...look({ text: 'muted', size: 14, className: 'a', css: { paddingBottom: '7px' } })}
          >
            {PANEL_WOULD_SHIP}
          </td>
        </tr>
      </Grid>
      <table width="100%" cellPadding={0} cellSpacing={0} {...look({ size: 16, rule: HEAD })}>
        <tbody>
          {shared !== null && <SharedRow side={shared} />}
          {comparisons.map((comparison) => (
            <Row
              key={comparison.slug}
              comparison={comparison}
              href={comparison.url ?? `${webView}#${comparison.slug}`}
              isRival={shared !== null}
            />
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

function SharedRow({ side }: { side: DigestSide }) {
  return (
    <tr>
      <th scope="row" align="left" {...ANSWER}>
        <b>
          <Name>{side.shortName}</Name>
        </b>
        {', beside'}
      </th>
      <Figures sides={[side]} />
    </tr>
  );
}

interface RowProps {
  comparison: DigestComparison;
  href: string;
  isRival: boolean;
}

function Row({ comparison: { answer, sides, category }, href, isRival }: RowProps) {
  const startsWithName = typeof answer[0] !== 'string';
  const linkStyle = useLook()({ text: 'link', css: { textDecoration: 'underline' } });
  const linked = (tool: string, index: number): ReactNode =>
    startsWithName && index > 0 ? (
      <Name isInLink>{tool}</Name>
    ) : (
      <b {...linkStyle}>
        <Name isInLink>{tool}</Name>
      </b>
    );
  return (
    <tr>
      <th scope="row" align="left" {...ANSWER}>
        <a href={href} {...ROW_LINK}>
          {isRival ? linked(sides[1].shortName, 0) : <LineWords line={answer} name={linked} />}
        </a>
        {isRival && category !== null && <span {...look({ text: 'muted', size: 14 })}>{` ${category}`}</span>}
      </th>
      <Figures sides={isRival ? [sides[1]] : sides} />
    </tr>
  );
}

function Figures({ sides }: { sides: readonly DigestSide[] }) {
  if (sides.every(({ panelShare }) => panelShare === null)) {
    return (
      <td colSpan={2} align="right" {...look({ text: 'muted', size: 14, className: 'r f', css: APART })}>
        {sides.every(({ verdict }) => verdict === null)
          ? NOT_STATED
          : sides.map((side, index) => (
              <Fragment key={side.name}>
                {index > 0 && '\u00a0 '}
                <Figure side={side} />
              </Fragment>
            ))}
      </td>
    );
  }
  return sides.length === 1 ? (
    <td colSpan={2} align="right" {...FIGURES}>
      {sides.map((side) => (
        <Figure key={side.name} side={side} />
      ))}
    </td>
  ) : (
    sides.map((side) => (
      <td key={side.name} width={56} align="right" {...FIGURES}>
        <Figure side={side} />
      </td>
    ))
  );
}

function Figure({ side }: { side: DigestSide }) {
  const share = shareWords(side);
  if (side.verdict === null) return <span {...look({ text: 'muted', size: 14 })}>{share ?? NOT_STATED}</span>;
  return share === null ? <Badge verdict={side.verdict} /> : <Badge verdict={side.verdict}>{share}</Badge>;
}
