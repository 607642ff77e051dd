import type { Quotation, Stance } from '../../src/issues/digest.ts';
import { look } from '../theme.ts';
import { stanceWords } from './wording.ts';

const MARGINS = {
  for: 'ship',
  against: 'skip',
  reserved: 'quiet',
  unknown: 'quiet',
} as const satisfies Record<Stance, string>;

/** The strongest arguments, each with its stance and who said it. */
export function Quotations({ quotations }: { quotations: Quotation[] }) {
  return quotations.map((quotation) => (
    <div
      key={quotation.text}
      {...look({
        also: 'q',
        rule: { colour: MARGINS[quotation.stance], edge: 'borderLeft', line: '3px solid' },
        css: { paddingLeft: '12px' },
      })}
    >
      <b>{stanceWords(quotation)}</b>
      {quotation.reviewer && ' · '}
      {quotation.reviewer && <bdi>{quotation.reviewer}</bdi>}
      <p dir="auto">{`“${quotation.text}”`}</p>
    </div>
  ));
}
