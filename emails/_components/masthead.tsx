import { look } from '../theme.ts';
import { Isolated } from './isolated.tsx';
import { Grid } from './layout.tsx';

/** The newsletter's name and the edition. */
export function Masthead({ name, edition }: { name: string; edition: string | null }) {
  return (
    <>
      <tr>
        <td
          {...look({ text: 'onBand', fill: 'band', size: 19, className: 'x', css: { padding: '18px 28px' } })}
        >
          <Grid>
            <tr>
              <td {...look({ text: 'onBand', size: 19, className: 'h', css: { lineHeight: '26px' } })}>
                <b>
                  <Isolated>{name}</Isolated>
                </b>
              </td>
              {edition !== null && (
                <td
                  align="right"
                  {...look({
                    text: 'onBandMuted',
                    size: 14,
                    css: { whiteSpace: 'nowrap', paddingLeft: '12px' },
                  })}
                >
                  {edition}
                </td>
              )}
            </tr>
          </Grid>
        </td>
      </tr>
      <Ribbon />
    </>
  );
}

/** A decorative ribbon in the colours of the three verdicts. */
function Ribbon() {
  return (
    <tr aria-hidden>
      <td {...look({ text: 'ink', fill: 'canvas' })}>
        <Grid className="n">
          <tr>
            {(['ship', 'split', 'skip'] as const).map((verdict) => (
              <td
                key={verdict}
                width={verdict === 'ship' ? '60%' : '20%'}
                height={5}
                {...look({ fill: verdict })}
              />
            ))}
          </tr>
        </Grid>
      </td>
    </tr>
  );
}
