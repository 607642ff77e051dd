import type { DigestSection } from '../../../src/digest/digest.ts';
import { look } from '../../theme.ts';
import { Isolated } from '../isolated.tsx';
import { Band, Card } from '../layout.tsx';
import { Comparison } from './comparison.tsx';
import { sharedIntroduction } from './digest-views.ts';
import { Category, Introduction } from './tool.tsx';
import { sharedToolWords } from './wording.ts';

/** A section's comparisons; a tool that they share is introduced here, once. */
export function Section({ section, of }: { section: DigestSection; of: number }) {
  const introduction = sharedIntroduction(section);
  return (
    <>
      {section.sharedTool !== null && (
        <Band padding="20px 28px 14px">
          <h2 {...look({ size: 26, className: 'h h2', css: { lineHeight: '32px' } })}>
            {sharedToolWords(section)}: <Isolated>{section.sharedTool}</Isolated>
          </h2>
        </Band>
      )}
      {introduction && (
        <Card>
          <Category introduction={introduction} />
          <Introduction introduction={introduction} />
        </Card>
      )}
      {section.comparisons.map((comparison) => (
        <Comparison key={comparison.slug} comparison={comparison} of={of} sharedTool={section.sharedTool} />
      ))}
    </>
  );
}
