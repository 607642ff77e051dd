import type { DigestSide, ToolIntroduction } from '../../src/issues/digest.ts';
import { look } from '../theme.ts';
import { Grid } from './layout.tsx';
import { PanelBar } from './panel-bar.tsx';
import { Quotations } from './quotations.tsx';
import { VerdictBadge } from './verdict-badge.tsx';
import { detailWords, INTRODUCED_ABOVE, panelWords, taglineWords } from './wording.ts';

const QUIET = look({ text: 'muted', size: 14 });

interface ToolProps {
  side: DigestSide;
  /** Null where the issue introduced the tool before. */
  introduction: ToolIntroduction | null;
  heading: 'h3' | 'h4';
  featured: boolean;
}

/** One side of a comparison: the verdict first, then what the tool is, then the arguments. */
export function Tool({ side, introduction, heading: Heading, featured }: ToolProps) {
  const panel = panelWords(side);
  return (
    <div className="t">
      <Grid>
        <tr>
          <td valign="top" className="g">
            {introduction && <Category introduction={introduction} />}
            <Heading {...look({ size: featured ? 20 : 18 })}>
              <bdi>{side.name}</bdi>
            </Heading>
            {panel !== null && <span {...look({ size: 14 })}>{`Panel: ${panel}`}</span>}
          </td>
          <td width={124} align="right" valign="top" {...look({ size: 14, also: 'g' })}>
            <VerdictBadge verdict={side.verdict} />
            <PanelBar side={side} />
          </td>
        </tr>
      </Grid>
      {introduction ? (
        <Introduction introduction={introduction} />
      ) : (
        <p {...look({ text: 'muted', size: 14, also: 'g' })}>{INTRODUCED_ABOVE}</p>
      )}
      <Quotations quotations={side.quotations} />
    </div>
  );
}

export function Category({ introduction: { category } }: { introduction: ToolIntroduction }) {
  if (category === null) return null;
  return (
    <span {...QUIET}>
      <bdi>{category}</bdi>
    </span>
  );
}

/** What a tool is and costs. */
export function Introduction({ introduction }: { introduction: ToolIntroduction }) {
  const tagline = taglineWords(introduction);
  return (
    <>
      {tagline !== null && (
        <p dir="auto" className="g">
          {tagline}
        </p>
      )}
      <Grid className="d">
        {detailWords(introduction).map(({ label, value }) => (
          <tr key={label}>
            <td width={94} className="tm">
              {label}
            </td>
            <td>
              <bdi>{value}</bdi>
            </td>
          </tr>
        ))}
      </Grid>
    </>
  );
}
