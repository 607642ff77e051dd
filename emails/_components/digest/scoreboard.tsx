import type { DigestSide } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';
import { Isolated } from '../isolated.tsx';
import { Grid } from '../layout.tsx';
import { PanelBar } from './panel-bar.tsx';
import { VerdictBadge } from './verdict-badge.tsx';
import { panelWords } from './wording.ts';

interface ScoreboardProps {
  sides: [DigestSide, DigestSide];
  featured: boolean;
}

/** Both tools side by side with their verdicts, even on the narrowest screen. */
export function Scoreboard({ sides: [one, other], featured }: ScoreboardProps) {
  return (
    <Grid className="o">
      <tr>
        <Score side={one} featured={featured} />
        <td width="2%" />
        <Score side={other} featured={featured} />
      </tr>
    </Grid>
  );
}

function Score({ side, featured }: { side: DigestSide; featured: boolean }) {
  const panel = panelWords(side);
  // The bar is above the name, so that both bars line up however long a name is.
  return (
    <td
      width="49%"
      valign="top"
      {...look({ text: 'ink', fill: 'sunken', size: 14, className: 'u', css: { padding: '12px' } })}
    >
      <VerdictBadge verdict={side.verdict} on="sunken" />
      <PanelBar side={side} />
      <p {...look({ size: featured ? 18 : 16 })}>
        <b>
          <Isolated>{side.name}</Isolated>
        </b>
      </p>
      {panel !== null && (
        <p className="k">
          {'Panel: '}
          <span className="y">{panel}</span>
        </p>
      )}
    </td>
  );
}
