import { expect, test } from 'vitest';
import { cleanComparison } from '../../src/digest/clean-comparison.ts';
import { aComparison, aJudgedSide, aReview, aSide } from '../support/comparisons.ts';

const urlOf = (url: string) => cleanComparison(aComparison({ tools: ['Kiln', 'Loom'], url })).url;

test('a comparison without stray characters stays as it is', () => {
  const tools = [aJudgedSide('Kiln', 3), aSide({ name: 'Weber \u200fכלי' })] as const;
  const comparison = aComparison({ tools, slug: 'kiln-vs-weber' });
  expect(cleanComparison(comparison)).toEqual(comparison);
});

test('a text of nothing but stray characters becomes null, and such a name becomes the slug', () => {
  const nothing = '\u0007\u202e\u2066 \u0085';
  const kiln = aSide({
    name: nothing,
    category: nothing,
    tagline: nothing,
    description: nothing,
    entry: nothing,
    pricing: nothing,
    bestFor: nothing,
    reviews: [aReview({ reviewer: nothing, text: nothing })],
  });
  const [cleaned] = cleanComparison(aComparison({ tools: [kiln, 'Loom'], slug: 'kiln-vs-loom' })).tools;
  expect(cleaned).toEqual(aSide({ name: 'kiln-vs-loom', reviews: [aReview({ reviewer: null, text: '' })] }));
});

test('paragraphs stay apart when a comparison is cleaned', () => {
  const kiln = aSide({ name: 'Kiln', description: 'One.\r\n\r\nTwo\u202e.' });
  const comparison = cleanComparison(aComparison({ tools: [kiln, 'Loom'] }));
  expect(comparison.tools[0].description).toBe('One.\n\nTwo.');
});

test('a URL is escaped, and a URL that is not http or https is dropped', () => {
  expect(urlOf('https://verdicts.test/a "b"\u202e\u0085?q=<c>')).toBe(
    'https://verdicts.test/a%20%22b%22%E2%80%AE%C2%85?q=%3Cc%3E',
  );
  for (const none of ['javascript:alert(1)', 'kiln', '', 'https://', 'data:text/html,x']) {
    expect(urlOf(none)).toBeNull();
  }
});
