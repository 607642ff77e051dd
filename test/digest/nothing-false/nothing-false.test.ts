import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_PREHEADER_LENGTH } from '../../../src/digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../../src/digest/compose-subject.ts';
import type { Digest, DigestSection } from '../../../src/digest/digest.ts';
import { lineText } from '../../../src/digest/line.ts';
import { expectSummary, expectTrue, expectVoice, NAME } from './claims.ts';
import { type Stated, stated } from './stated.ts';
import { issueOf, week } from './weeks.ts';

// What an issue says of its panels is read back from its words, and compared with what the sources state.

function expectTrueLines({ subject, preheader, summary }: Digest, tools: readonly Stated[]): void {
  expect(subject.length).toBeLessThanOrEqual(MAX_SUBJECT_LENGTH);
  expect(preheader.length).toBeLessThanOrEqual(MAX_PREHEADER_LENGTH);
  const [named = null] = new RegExp(NAME).exec(subject) ?? [];
  expectTrue(subject, tools);
  expectTrue(preheader, tools, named);
  expectSummary(lineText(summary ?? []), tools);
}

function expectTrueSection({ shared, comparisons }: DigestSection, tools: readonly Stated[]): void {
  if (shared !== null) {
    expectTrue(lineText(shared.sentence), tools, shared.side.name);
    for (const voice of shared.voices) expectVoice(voice, shared.side.name, tools);
    const shares = comparisons
      .filter(({ featured }) => !featured)
      .map(({ sides }) => sides[1].panelShare ?? -1);
    expect(shares).toEqual(shares.toSorted((one, other) => other - one));
  }
  for (const { answer, title, sentence, sides, voices } of comparisons) {
    const about = shared === null ? null : sides[1].name;
    for (const words of [answer, title, sentence]) expectTrue(lineText(words), tools, about);
    for (const voice of voices) expectVoice(voice, about, tools);
    for (const { name, panelShare } of sides)
      expect(tools.filter(({ side }) => side.name === name).map(({ share }) => share)).toContain(panelShare);
  }
}

test('no subject, preheader, title, sentence, figure or voice says what its sources do not', () => {
  fc.assert(
    fc.property(week, (drawn) => {
      const { digest, sides } = issueOf(drawn);
      if (digest.sections.length === 0) return;
      const tools = sides.map(stated);
      expectTrueLines(digest, tools);
      for (const section of digest.sections) expectTrueSection(section, tools);
    }),
    { numRuns: 500 },
  );
});
