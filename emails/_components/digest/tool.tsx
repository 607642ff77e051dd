import type { DigestSide, ToolIntroduction } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';
import { Isolated, ownDirection } from '../isolated.tsx';
import { Grid } from '../layout.tsx';
import { Quotations } from './quotations.tsx';
import { detailWords, INTRODUCED_ABOVE, taglineWords } from './wording.ts';

const QUIET = look({ text: 'muted', size: 14 });

interface ToolProps {
  side: DigestSide;
  /** Null if the issue has already introduced the tool. */
  introduction: ToolIntroduction | null;
  heading: 'h3' | 'h4';
  featured: boolean;
}

/** One side of a comparison, as a row: what the tool is and costs, then the arguments. */
export function Tool({ side, introduction, heading: Heading, featured }: ToolProps) {
  return (
    <tr>
      <td className="t">
        {introduction && <Category introduction={introduction} />}
        <Heading {...look({ size: featured ? 20 : 17, className: 'j' })}>
          <Isolated>{side.name}</Isolated>
        </Heading>
        {introduction && <Introduction introduction={introduction} compact={!featured} />}
        {!introduction && <p {...look({ text: 'muted', size: 14, className: 'g' })}>{INTRODUCED_ABOVE}</p>}
        <Quotations quotations={side.quotations} />
      </td>
    </tr>
  );
}

export function Category({ introduction: { category } }: { introduction: ToolIntroduction }) {
  if (category === null) return null;
  return (
    <span {...QUIET}>
      <Isolated>{category}</Isolated>
    </span>
  );
}

interface IntroductionProps {
  introduction: ToolIntroduction;
  /** As a paragraph instead of a line per detail. */
  compact?: boolean;
}

export function Introduction({ introduction, compact = false }: IntroductionProps) {
  const tagline = taglineWords(introduction);
  const details = detailWords(introduction);
  return (
    <>
      {tagline !== null && (
        <p {...ownDirection(tagline)} className={compact ? 'e' : 'g'}>
          {tagline}
        </p>
      )}
      {details.length > 0 &&
        (compact ? <DetailParagraph details={details} /> : <DetailTable details={details} />)}
    </>
  );
}

type Details = ReturnType<typeof detailWords>;

function DetailParagraph({ details }: { details: Details }) {
  return (
    <p {...look({ size: 15, className: 'g' })}>
      {details.map(({ label, value }, index) => (
        <span key={label}>
          {index > 0 && ' · '}
          <span className="tm">{label}</span> <Isolated>{value}</Isolated>
        </span>
      ))}
    </p>
  );
}

function DetailTable({ details }: { details: Details }) {
  return (
    <Grid className="d">
      {details.map(({ label, value }) => (
        <tr key={label}>
          <td width={94} className="tm">
            {label}
          </td>
          <td>
            <Isolated>{value}</Isolated>
          </td>
        </tr>
      ))}
    </Grid>
  );
}
