import { useContext } from 'react';
import type { ShownLogo } from '../../src/look/shown-look.ts';
import { FILL, look, TEXT } from '../theme.ts';
import { OwnLook, useLook } from './brand.tsx';
import { Grid, Sheet } from './layout.tsx';
import { Isolated } from './words.tsx';

/** A stripe in the brand's colour, the newsletter's logo or name, and the edition. */
export function Masthead({ name, edition }: { name: string; edition: string | null }) {
  const { logo } = useContext(OwnLook);
  const stripe = useLook()({ fill: 'brand', size: 6, css: { height: '6px', lineHeight: '6px' } });
  return (
    <>
      <tr aria-hidden>
        <td height={6} {...stripe}>
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
              {logo === null ? (
                <b>
                  <Isolated>{name}</Isolated>
                </b>
              ) : (
                <LogoPlate logo={logo} name={name} />
              )}
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

/** Light in both schemes, so that a dark email cannot swallow the logo. */
function LogoPlate({ logo, name }: { logo: ShownLogo; name: string }) {
  const { url, width, height, alt } = logo;
  return (
    <table role="presentation" cellPadding={0} cellSpacing={0} className="lp">
      <tbody>
        <tr>
          <td style={PLATE}>
            <img src={url} width={width} height={height} alt={alt ?? name} style={LOGO} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

const PLATE = { backgroundColor: FILL.card.light, padding: '6px 10px', borderRadius: '4px' };

/** The style of the text where pictures are not shown. */
const LOGO = {
  display: 'block',
  border: 0,
  color: TEXT.ink.light,
  fontSize: '16px',
  lineHeight: '24px',
  fontWeight: 'bold',
} as const;
