import type { Sponsor } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';
import { useLook } from '../brand.tsx';
import { Grid, Sheet } from '../layout.tsx';
import { Markdown } from '../markdown.tsx';
import { breakable, Isolated, ownDirection } from '../words.tsx';
import { hostWords, SPONSORED } from './wording.ts';

/** An advertisement, told apart from verdicts in words, by its ground and by its border. */
export function SponsorPart({ sponsor }: { sponsor: Sponsor }) {
  const { title, text, url } = sponsor;
  const box = look({
    fill: 'sunken',
    rule: { colour: 'quiet', edge: 'border', line: '1px dashed' },
    css: { padding: '14px 18px 8px' },
  });
  return (
    <Sheet padding="4px 32px 26px">
      <Grid>
        <tr>
          <td {...box}>
            <p {...look({ text: 'muted', size: 14, className: 'k' })}>
              <b>{SPONSORED}</b>
            </p>
            {title !== null && (
              <p {...ownDirection(title)} className="g">
                <b>
                  <Isolated>{title}</Isolated>
                </b>
              </p>
            )}
            <Markdown text={text} rel="sponsored" />
            {url !== null && <SponsorLink url={url} />}
          </td>
        </tr>
      </Grid>
    </Sheet>
  );
}

function SponsorLink({ url }: { url: string }) {
  return (
    <p className="m">
      <a href={url} rel="sponsored" {...useLook()({ text: 'link', css: { textDecoration: 'underline' } })}>
        {breakable(hostWords(url))}
      </a>
    </p>
  );
}
