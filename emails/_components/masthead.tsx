import { look } from '../theme.ts';
import { Grid, Sheet } from './layout.tsx';
import { Isolated } from './words.tsx';

const STRIPE = look({ fill: 'brand', size: 6, css: { height: '6px', lineHeight: '6px' } });

/** A stripe in the brand's colour, the newsletter's name, and the edition. */
export function Masthead({ name, edition }: { name: string; edition: string | null }) {
  return (
    <>
      <tr aria-hidden>
        <td height={6} {...STRIPE}>
          {'\u00a0'}
        </td>
      </tr>
      <Sheet padding="16px 32px 14px">
        <Grid>
          <tr>
            <td
              valign="middle"
              {...look({ text: 'ink', size: 17, className: 'z col', css: { paddingRight: '12px' } })}
            >
              <b>
                <Isolated>{name}</Isolated>
              </b>
            </td>
            {edition !== null && (
              <td align="right" valign="middle" {...look({ text: 'muted', size: 14, className: 'z nl col' })}>
                {edition}
              </td>
            )}
          </tr>
        </Grid>
      </Sheet>
    </>
  );
}
