import { getElementsByTagName, textContent } from 'domutils';
import { describe, expect, it } from 'vitest';
import { renderWeeklyIssue } from '../../emails/_components/render.tsx';
import WeeklyIssue from '../../emails/weekly-issue.tsx';
import { oneLine } from '../../src/shared/clean-text.ts';
import { digests, eightLongest, everythingUnknown } from '../support/samples/awkward-digests.ts';
import {
  aDigest,
  aDigestComparison,
  aDigestSide,
  anIntroduction,
  aSection,
} from '../support/samples/digests.ts';
import { issueProps, renderedIssue } from './parsed-mail.ts';

const comparing = (changes: Parameters<typeof aDigestSide>[0]) =>
  renderedIssue(
    aDigest({
      sections: [
        aSection({
          comparisons: [
            aDigestComparison({ sides: [aDigestSide(changes), aDigestSide({ name: 'Marrow Notes' })] }),
          ],
        }),
      ],
    }),
  );

describe.each(Object.entries(digests))('an issue of %s', (_, digest) => {
  it('the issue has the subject as its title and only first-level heading, and skips no level below', async () => {
    const { headings, texts } = await renderedIssue(digest);
    expect(texts('title')).toEqual([digest.subject]);
    expect(headings.filter(({ level }) => level === 1).map(({ text }) => text)).toEqual([digest.subject]);
    const steps = headings.map(({ level }, index) => level - (headings[index - 1]?.level ?? 0));
    expect(Math.max(...steps)).toBe(1);
  });

  it('the issue has no control characters', async () => {
    const { html } = await renderedIssue(digest);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it('the issue is rendered to the same bytes every time', async () => {
    expect(await renderWeeklyIssue(issueProps(digest))).toBe(await renderWeeklyIssue(issueProps(digest)));
  });

  it('the issue says who sends it and why, and how to unsubscribe', async () => {
    const { body, hrefs } = await renderedIssue(digest);
    expect(body).toContain('You get this because you asked for');
    expect(body).toContain('Pier 94021 Portside');
    expect(hrefs.slice(-3)).toEqual(Object.values(issueProps(digest).links));
  });

  it('the issue names every tool and every verdict in words', async () => {
    const { body } = await renderedIssue(digest);
    const sides = digest.sections.flatMap(({ comparisons }) =>
      comparisons.flatMap(({ sides: both }) => both),
    );
    for (const { name, verdict } of sides) {
      expect(body).toContain(oneLine(name));
      expect(body).toContain(verdict?.toUpperCase() ?? 'Verdict not given');
    }
  });
});

describe('a comparison in an issue', () => {
  it('a comparison shows all that is known', async () => {
    const { body } = await renderedIssue(aDigest());
    for (const fact of [
      'Week 47, 2026',
      '1comparison of 2 tools',
      'Featured comparison 1 of 1',
      'Kelpforge vs Marrow Notes',
      'More of the panel would ship Kelpforge: 75% against 50%.',
      'Panel: 75% ship, 3 of 4',
      'Developer Tools',
      'Build servers that sleep when you do',
      '67% ship, 12 votes',
      'Freemium',
      'Free up to three projects, then $9 a month',
      'Small teams with bursts of work',
      'For · Builder“It does one thing, and the thing works on the first try.”',
      'Against · Skeptic“Leave it alone until the second release.”',
    ]) {
      expect(body).toContain(fact);
    }
  });

  it('a comparison has its panel share in one piece, so that a search in the page finds it', async () => {
    const { html } = await renderedIssue(aDigest());
    expect(html).toContain('75% ship, 3 of 4');
    expect(html).toContain('50% ship, 2 of 4');
  });

  it('a comparison links to the full one by the names of both tools', async () => {
    const link = (await renderedIssue(aDigest())).all('a')[0];
    expect(link && textContent(link)).toBe('Read the full comparison of Kelpforge and Marrow Notes');
    expect(link?.attribs.href).toBe(
      'https://verdicts.example/compare/kelpforge-vs-marrow-notes?ref=digest&week=47',
    );
  });

  it('a comparison has no link if no URL is known', async () => {
    expect((await renderedIssue(everythingUnknown)).hrefs).toHaveLength(3);
  });

  it('a comparison lists the reviewers in a data table with row and column headers', async () => {
    const { all } = await renderedIssue(aDigest());
    const tables = all('table').filter(({ attribs }) => attribs.role !== 'presentation');
    expect(tables).toHaveLength(1);
    const scopes = all('th').map((header) => `${header.attribs.scope}: ${textContent(header)}`);
    expect(scopes).toEqual([
      'col: Reviewer',
      'col: Kelpforge',
      'col: Marrow Notes',
      'row: Builder',
      'row: Skeptic',
      'row: Futurist',
      'row: Founder',
    ]);
  });

  it('a comparison draws one segment per reviewer', async () => {
    const { all } = await renderedIssue(aDigest());
    const segments = all('table')
      .filter(({ attribs }) => attribs.class === 'v')
      .flatMap((bar) => getElementsByTagName('td', bar));
    expect(segments.filter(({ attribs }) => attribs.class === 'fg')).toHaveLength(3 + 2);
    expect(segments.filter(({ attribs }) => attribs.class === 'fe')).toHaveLength(1 + 2);
  });

  it('a comparison shows a tagline once if "best for" repeats it', async () => {
    const { body } = await comparing({
      introduction: anIntroduction({ tagline: 'Sorts your queues', bestFor: 'Sorts your queues' }),
    });
    expect(body.split('Sorts your queues')).toHaveLength(2);
    expect(body).toContain('Best forSorts your queues');
  });

  it.each([
    [{ share: 67, votes: 1204 }, '67% ship, 1,204 votes'],
    [{ share: 61, votes: null }, '61% ship'],
    [{ share: null, votes: 1 }, '1 vote'],
    [{ share: null, votes: 12 }, '12 votes'],
    [{ share: 67, votes: 0 }, 'No community votes yet'],
  ])('a comparison with the community %j shows: %s', async (community, words) => {
    const { body } = await comparing({ introduction: anIntroduction({ community }) });
    expect(body).toContain(`Community${words}Entry`);
  });

  it('a comparison says nothing about an unknown community', async () => {
    const { body } = await comparing({ introduction: anIntroduction({ community: null }) });
    expect(body.match(/Community|No community votes yet/g)).toEqual(['Community']);
  });

  it('a comparison does not rely on a share that contradicts its verdict', async () => {
    expect((await comparing({ verdict: 'ship', panelShare: 75 })).body).toContain(
      'Neither is ahead: 75% of the panel would ship each.',
    );
    const alone = await comparing({ panelShare: 100, panelCount: { ship: 1, of: 1 } });
    expect(alone.body).toContain('A larger share of the panel would ship Kelpforge: 100% against 75%.');
    const unknown = await comparing({ panelShare: 100, panelCount: null });
    expect(unknown.body).toContain('A larger share of the panel would ship Kelpforge: 100% against 75%.');
    const { body } = await comparing({ verdict: 'skip', panelShare: 100, panelCount: null });
    expect(body).not.toMatch(/of the panel would ship/);
  });
});

describe('the size of an issue', () => {
  it('an issue stays under 75 KiB with eight comparisons of the longest texts, far below Gmail’s limit', async () => {
    expect(Buffer.byteLength((await renderedIssue(eightLongest)).html)).toBeLessThan(75 * 1024);
  });
});

describe('the sample issue', () => {
  it('the sample issue counts right and shows every part', async () => {
    const { digest } = WeeklyIssue.PreviewProps;
    const comparisons = digest.sections.flatMap((section) => section.comparisons);
    const names = comparisons.flatMap(({ sides }) => sides.map(({ name }) => name));
    expect(digest.numbers).toMatchObject({ comparisons: comparisons.length, tools: new Set(names).size });
    expect(comparisons.map(({ position }) => position)).toEqual([1, 2, 3]);
    const { body } = await renderedIssue(digest);
    for (const words of ['SHIP', 'SKIP', 'SPLIT', 'Verdict not given', 'Most reserved', 'From the panel']) {
      expect(body).toContain(words);
    }
  });
});
