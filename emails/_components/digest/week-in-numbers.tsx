import type { CSSProperties } from 'react';
import type { Digest, PanelHighlight } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';
import { Isolated } from '../isolated.tsx';
import { Grid } from '../layout.tsx';
import { verdictGroups } from './digest-views.ts';
import { VerdictBadge } from './verdict-badge.tsx';
import { alikeWords, comparisonsWords, withoutCount } from './wording.ts';

const cellLook = (css: CSSProperties) => look({ text: 'ink', fill: 'sunken', className: 's', css });
// Narrow enough for phones whose client drops the style sheet that would stack the cells. The first contains no name,
// so its words need not break to fit.
const COUNT = cellLook({ padding: '16px 8px 16px 16px', wordBreak: 'normal' });
const HIGHLIGHT = cellLook({ padding: '16px 10px' });
const LABEL = look({ size: 20, className: 'l' });

/** The week's figures, then every tool under its verdict. */
export function WeekInNumbers({ digest }: { digest: Digest }) {
  const { numbers } = digest;
  return (
    <>
      <h2 {...LABEL}>The week in numbers</h2>
      <Grid>
        <tr>
          <td width="30%" valign="top" {...COUNT}>
            <b {...look({ size: 34, className: 'h', css: { lineHeight: '38px' } })}>{numbers.comparisons}</b>
            <br />
            {withoutCount(comparisonsWords(numbers))}
          </td>
          <Highlight label="Clearest verdict" how="clear" panel={numbers.clearest} />
          <Highlight label="Most divided panel" how="divided" panel={numbers.mostDivided} />
        </tr>
      </Grid>
      {numbers.comparisons > 1 && <Verdicts digest={digest} />}
    </>
  );
}

function Highlight({
  label,
  how,
  panel,
}: {
  label: string;
  how: 'clear' | 'divided';
  panel: PanelHighlight | null;
}) {
  if (!panel) return null;
  const alike = alikeWords(panel, how);
  return (
    <td width="35%" valign="top" {...HIGHLIGHT}>
      <span {...look({ text: 'muted', size: 14 })}>{label}</span>
      <br />
      <b>
        <Isolated>{panel.tool}</Isolated>
      </b>
      <br />
      <span {...look({ size: 14 })}>
        <VerdictBadge verdict={panel.verdict} on="sunken" />
        {` ${panel.panelShare}% ship`}
      </span>
      {alike !== null && (
        <>
          <br />
          <span {...look({ text: 'muted', size: 14 })}>{alike}</span>
        </>
      )}
    </td>
  );
}

function Verdicts({ digest }: { digest: Digest }) {
  return (
    <>
      <h2 {...LABEL}>At a glance</h2>
      <Grid>
        {verdictGroups(digest).map(({ verdict, tools }) => (
          <tr key={verdict}>
            <td width={92} valign="top" {...look({ size: 14, className: 'g' })}>
              <VerdictBadge verdict={verdict} on="card" />
            </td>
            <td valign="top" className="g">
              {tools.map(({ name, share }) => (
                <div key={`${name}${share}`}>
                  <Isolated>{name}</Isolated>
                  {share !== null && `, ${share}`}
                </div>
              ))}
            </td>
          </tr>
        ))}
      </Grid>
    </>
  );
}
