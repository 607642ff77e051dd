import type { PublishedComparison } from '../../../src/comparisons/comparison-store.ts';
import { aComparison, aJudgedSide, HOUR, TUESDAY } from '../comparisons.ts';

/** Comparisons as long as the longest that are known: names of 60 characters, reviews of 1,100. */
export function* longestComparisons(count: number): Generator<PublishedComparison> {
  for (let number = 0; number < count; number += 1) {
    yield aComparison({
      tools: [longestSide(2 * number), longestSide(2 * number + 1)],
      publishedAt: TUESDAY - (count - number) * HOUR,
    });
  }
}

function longestSide(number: number) {
  const side = aJudgedSide(
    `Assistant ${number} for Teams: With a Name That Does Not End Soon`,
    number % 6,
    5,
  );
  return {
    ...side,
    description: sentences(number, 900),
    pricing: sentences(number, 180),
    reviews: side.reviews.map((review, index) => ({ ...review, text: sentences(number + index, 1_100) })),
  };
}

/** Sentences that are all different, of about this many characters in total. */
function sentences(seed: number, length: number): string {
  const subjects = [
    'The interface',
    'Its second release',
    'A team of nine',
    'The invoice',
    'Whoever sets it up',
    'The price of one seat',
  ];
  const claims = [
    'keeps what it promises',
    'breaks where two people edit at once',
    'asks for more trust than it earns',
    'is a bet on 2027',
  ];
  let text = '';
  for (let part = seed; text.length < length; part += 1) {
    text += `${subjects[part % subjects.length]} ${claims[(part * 7 + seed) % claims.length]}, which took ${part + 2} days and ${part * 3 + 1} dollars to find out. `;
  }
  return text.slice(0, length).trim();
}
