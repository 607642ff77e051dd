import type { ReactNode } from 'react';
import type { DigestComparison, DigestSection } from '../../../src/digest/digest.ts';
import type { Line } from '../../../src/digest/line.ts';
import { look } from '../../theme.ts';
import { useLook } from '../brand.tsx';
import { Grid, Sheet } from '../layout.tsx';
import { LineWords, Name } from '../words.tsx';
import { TitleRow, Tool } from './tool.tsx';
import { Voices } from './voices.tsx';
import { kickerWords, reviewsWords, SOURCE_LINK, sharedKickerWords } from './wording.ts';

interface SectionProps {
  section: DigestSection;
  /** How many comparisons the issue has. */
  of: number;
  webView: string;
  /** After the first comparison, or the tool that all share. */
  afterFirst?: ReactNode;
}

/** A section's comparisons; a tool that they share is described here, once. */
export function Section({ section, of, webView, afterFirst }: SectionProps) {
  const { shared, comparisons } = section;
  return (
    <>
      {shared !== null && (
        <Sheet edge="strong">
          <Kicker>{sharedKickerWords(section, of)}</Kicker>
          <Title featured>
            <Name>{shared.side.title}</Name>
          </Title>
          <p {...look({ size: 18, className: 'e' })}>
            <LineWords line={shared.sentence} />
          </p>
          <Voices voices={shared.voices} featured />
          <Tool side={{ ...shared.side, title: 'The panel' }} heading="h3" featured />
        </Sheet>
      )}
      {shared !== null && afterFirst}
      {comparisons.map((comparison, index) => (
        <ComparisonPart
          key={comparison.slug}
          comparison={comparison}
          section={section}
          of={of}
          webView={webView}
          after={shared === null && index === 0 ? afterFirst : null}
        />
      ))}
    </>
  );
}

interface ComparisonPartProps {
  comparison: DigestComparison;
  section: DigestSection;
  of: number;
  webView: string;
  after: ReactNode;
}

function ComparisonPart({ comparison, section, of, webView, after }: ComparisonPartProps) {
  const { featured, title, sentence, voices, sides, disagreement } = comparison;
  const isRival = section.shared !== null;
  const isFeatured = featured && !isRival;
  const kicker = kickerWords(comparison, { of, section });
  // A single comparison has no title of its own below the subject.
  const heading = of === 1 ? 'h2' : 'h3';
  return (
    <>
      <Sheet edge={isFeatured ? 'strong' : 'hairline'}>
        {kicker !== '' && <Kicker>{kicker}</Kicker>}
        {isRival && (
          <Grid>
            <TitleRow side={sides[1]} title="h2" size={20} inDetail={false} />
          </Grid>
        )}
        {!isRival && of > 1 && (
          <Title featured={isFeatured}>
            <LineWords line={title} />
          </Title>
        )}
        <p {...look({ ...(isFeatured && { size: 18 }), className: 'e' })}>
          <LineWords line={sentence} />
        </p>
        <Voices voices={voices} featured={isFeatured} />
        {(isRival ? sides.slice(1) : sides).map((side) => (
          <Tool key={side.name} side={side} heading={isRival ? null : heading} featured={isFeatured} />
        ))}
        {disagreement !== null && <Disagreement line={disagreement} />}
        <Links comparison={comparison} webView={webView} />
      </Sheet>
      {after}
    </>
  );
}

/** On a ground of its own: a disagreement is what an issue marks. */
function Disagreement({ line }: { line: Line }) {
  return (
    <Grid className="i">
      <tr>
        <td {...look({ text: 'ink', fill: 'sunken', size: 15, css: BOX })}>
          <b>Where they disagree.</b> <LineWords line={line} />
        </td>
      </tr>
    </Grid>
  );
}

const BOX = { padding: '12px 16px', lineHeight: '22px' } as const;

function Kicker({ children }: { children: string }) {
  return <p {...look({ text: 'muted', size: 14, className: 'k' })}>{children}</p>;
}

function Title({ featured, children }: { featured: boolean; children: ReactNode }) {
  const size = featured
    ? look({ size: 26, className: 'h2', css: { lineHeight: '32px', margin: '0 0 6px' } })
    : look({ size: 20, css: { lineHeight: '26px', margin: '0 0 4px' } });
  return <h2 {...size}>{children}</h2>;
}

function Links({ comparison, webView }: { comparison: DigestComparison; webView: string }) {
  const { url, slug } = comparison;
  const link = useLook()({ text: 'link', css: { textDecoration: 'underline' } });
  return (
    <p className="m">
      <a href={`${webView}#${slug}`} {...link}>
        {reviewsWords(comparison)}
      </a>
      {url !== null && (
        <a href={url} {...link}>
          {SOURCE_LINK}
        </a>
      )}
    </p>
  );
}
