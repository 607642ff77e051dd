import { Fragment } from 'react';
import type { Quotation, Stance } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';
import { Isolated, ownDirection } from '../isolated.tsx';
import { Grid } from '../layout.tsx';
import { stanceWords } from './wording.ts';

const margin = (colour: 'ship' | 'skip' | 'quiet') =>
  look({ rule: { colour, edge: 'borderLeft', line: '3px solid' }, css: { paddingLeft: '12px' } });

const MARGINS = {
  for: margin('ship'),
  against: margin('skip'),
  reserved: margin('quiet'),
  unknown: margin('quiet'),
} as const satisfies Record<Stance, unknown>;

export function Quotations({ quotations }: { quotations: Quotation[] }) {
  if (quotations.length === 0) return null;
  return (
    <Grid className="q">
      {quotations.map((quotation, index) => (
        <Fragment key={quotation.text}>
          {index > 0 && (
            <tr>
              <td height={10} />
            </tr>
          )}
          <tr>
            <td {...MARGINS[quotation.stance]}>
              <b>{stanceWords(quotation)}</b>
              {quotation.reviewer && ' · '}
              {quotation.reviewer && <Isolated>{quotation.reviewer}</Isolated>}
              <p {...ownDirection(quotation.text)}>{`“${quotation.text}”`}</p>
            </td>
          </tr>
        </Fragment>
      ))}
    </Grid>
  );
}
