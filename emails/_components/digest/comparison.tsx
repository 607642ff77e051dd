import type { DigestComparison, DigestSide } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';
import { Isolated } from '../isolated.tsx';
import { Card, Grid } from '../layout.tsx';
import { isTool } from './digest-views.ts';
import { ReviewerSplit } from './reviewer-split.tsx';
import { Scoreboard } from './scoreboard.tsx';
import { Tool } from './tool.tsx';
import { leanWords } from './wording.ts';

interface ComparisonProps {
  comparison: DigestComparison;
  /** How many comparisons the issue has. */
  of: number;
  /** The tool that the section has already introduced. */
  sharedTool: string | null;
}

export function Comparison({ comparison, of, sharedTool }: ComparisonProps) {
  const { featured, position, sides, url } = comparison;
  // Under a section's heading, headings are one level deeper.
  const [Title, heading] = sharedTool === null ? (['h2', 'h3'] as const) : (['h3', 'h4'] as const);
  return (
    <Card emphasis={featured}>
      <p {...look({ text: 'muted', size: 14 })}>
        {`${featured ? 'Featured comparison' : 'Comparison'} ${position} of ${of}`}
      </p>
      <Title {...titleLook(featured)}>
        <Names sides={sides} between=" vs " />
      </Title>
      <Lean sides={sides} featured={featured} />
      <Scoreboard sides={sides} featured={featured} />
      <Grid>
        {sides.map((side) => (
          <Tool
            key={side.name}
            side={side}
            introduction={isTool(side, sharedTool) ? null : side.introduction}
            heading={heading}
            featured={featured}
          />
        ))}
      </Grid>
      <ReviewerSplit comparison={comparison} heading={heading} />
      {url !== null && (
        <p className="m">
          <a href={url} {...look({ text: 'link', css: { textDecoration: 'underline' } })}>
            Read the full comparison of <Names sides={sides} between=" and " />
          </a>
        </p>
      )}
    </Card>
  );
}

/** In a sentence, which tool more of the panel would ship. */
function Lean({ sides, featured }: { sides: [DigestSide, DigestSide]; featured: boolean }) {
  const lean = leanWords(sides);
  if (lean === null) return null;
  return (
    <p {...look({ size: featured ? 19 : 16 })}>
      {lean.before}
      {lean.tool !== null && <Isolated>{lean.tool}</Isolated>}
      {lean.after}
    </p>
  );
}

function titleLook(featured: boolean) {
  return featured
    ? look({ size: 32, className: 'h h2', css: { lineHeight: '38px', margin: '4px 0 8px' } })
    : look({ size: 22, className: 'h', css: { lineHeight: '28px', margin: '2px 0 4px' } });
}

function Names({ sides: [one, other], between }: { sides: [DigestSide, DigestSide]; between: string }) {
  return (
    <>
      <Isolated>{one.name}</Isolated>
      {between}
      <Isolated>{other.name}</Isolated>
    </>
  );
}
