import { getElementsByTagName, textContent } from 'domutils';
import { describe, expect, it } from 'vitest';
import { renderWeeklyIssue } from '../../emails/_components/render.tsx';
import WeeklyIssue from '../../emails/weekly-issue.tsx';
import { oneLine } from '../../src/shared/clean-text.ts';
import { digests, eightLongest, everythingUnknown } from '../support/samples/awkward-digests.ts';
import { aDigest, aWeek, kelpforgeOrMarrow } from '../support/samples/digests.ts';
import { issueProps, renderedIssue } from './parsed-mail.ts';

const comparing = (...changes: Parameters<typeof kelpforgeOrMarrow>) =>
  renderedIssue(aWeek([kelpforgeOrMarrow(...changes)]));

/** As it reads, with plain spaces and without places to break a long word. */
const plain = (text: string) => oneLine(text.replaceAll('\u200b', ''));

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

  it('the issue says who sends it and why, how to unsubscribe, and how somebody else signs up', async () => {
    const { body, hrefs } = await renderedIssue(digest);
    const { unsubscribe, preferences, webView, archive, signUp } = issueProps(digest).links;
    expect(body).toContain('You get this because you asked for');
    expect(body).toContain('Pier 94021 Portside');
    expect(body).toContain('Forwarded to you? Sign up. Reply to this email: a person reads it.');
    expect(hrefs.slice(-5)).toEqual([signUp, unsubscribe, preferences, webView, archive]);
  });

  it('the issue names every tool in full, and says every verdict in words', async () => {
    const body = plain((await renderedIssue(digest)).body);
    for (const { sides } of digest.sections.flatMap(({ comparisons }) => comparisons)) {
      for (const { name, verdict } of sides) {
        expect(body).toContain(oneLine(name));
        expect(body).toMatch(new RegExp(verdict?.toUpperCase() ?? 'No verdict is given', verdict ? '' : 'i'));
      }
    }
  });

  it('the issue shows every score, price, "best for" and vote that the digest has', async () => {
    const body = plain((await renderedIssue(digest)).body);
    const sides = digest.sections.flatMap(({ shared, comparisons }) => [
      ...(shared === null ? [] : [shared.side]),
      ...comparisons.flatMap((comparison) => (shared === null ? comparison.sides : [comparison.sides[1]])),
    ]);
    for (const { scores, facts } of sides) {
      for (const { reviewer, score, verdict } of scores)
        expect(body).toContain(`${reviewer}${[score, verdict].filter((known) => known !== null).join(' ')}`);
      for (const fact of [facts.price, facts.bestFor].filter((known) => known !== null))
        expect(body).toContain(plain(fact));
      if (facts.community?.votes) expect(body).toMatch(/Community \d/);
    }
  });

  it('the issue quotes only what the reviews of its comparisons say, with who said it', async () => {
    const { all } = await renderedIssue(digest);
    const said = all('table')
      .filter(({ attribs }) => attribs.class === 'q')
      .map((table) => plain(textContent(table)));
    const voices = digest.sections.flatMap(({ shared, comparisons }) => [
      ...(shared?.voices ?? []),
      ...comparisons.flatMap((comparison) => comparison.voices),
    ]);
    expect(said).toHaveLength(voices.length);
    for (const [index, { reviewer, text }] of voices.entries()) {
      expect(said[index]).toContain(plain(`“${text.replaceAll('`', '').replace(/\*(\w+)\*/g, '$1')}”`));
      if (reviewer !== null) expect(said[index]).toContain(` · ${reviewer}`);
    }
  });

  it('the issue lets nobody miss a link with a thumb', async () => {
    const { all } = await renderedIssue(digest);
    const alone = all('p')
      .filter(({ attribs }) => attribs.class === 'm')
      .flatMap((links) => getElementsByTagName('a', links));
    const comparisons = digest.sections.flatMap((section) => section.comparisons);
    expect(alone.length).toBeGreaterThanOrEqual(comparisons.length);
    for (const link of all('a').slice(-4)) expect(link.attribs.style).toContain('padding:10px 22px 10px 0');
  });
});

describe('a comparison in an issue', () => {
  it('a comparison shows all that is known', async () => {
    const { body } = await renderedIssue(aDigest());
    for (const fact of [
      'Week 47 · 17 November 2026',
      'Ship Kelpforge over Marrow Notes',
      'Developer Tools / Writing Aids',
      'Three of four reviewers would ship Kelpforge; two would ship Marrow Notes.',
      'Build servers that sleep when you do',
      'Price Free up to three projects, then $9 a month',
      'Best for Small teams with bursts of work',
      'Community 67% of 12',
      'For Kelpforge · Builder“It does one thing, and the thing works on the first try.”',
      'Against Marrow Notes · Founder“At $14 a seat I would rather write the report myself.”',
      'Builder88 shipSkeptic42 skipFuturist80 shipFounder76 ship',
      'Where they disagree. On Kelpforge, the Builder (88) and the Skeptic (42) are 46 points apart.',
      'All 8 reviews',
    ]) {
      expect(body.replaceAll('\u00a0', ' ')).toContain(fact);
    }
  });

  it('a comparison has its panel share in one piece, so that a search in the page finds it', async () => {
    const { html } = await renderedIssue(aDigest());
    expect(html).toContain('75%, 3 of 4');
    expect(html).toContain('50%, 2 of 4');
  });

  it('a comparison leads to its place in the web view, and to its source', async () => {
    const links = (await renderedIssue(aDigest()))
      .all('a')
      .map((link) => [textContent(link), link.attribs.href]);
    expect(links.slice(0, 2)).toEqual([
      ['All 8 reviews', 'https://verdicts.example/issues/2026-W47#kelpforge-vs-marrow-notes'],
      ['Source', 'https://verdicts.example/compare/kelpforge-vs-marrow-notes?ref=digest&week=47'],
    ]);
  });

  it('a comparison leads to its place in the web view alone if no URL is known', async () => {
    const { hrefs } = await renderedIssue(everythingUnknown);
    const [one, two] = ['one', 'two'].map((slug) => `https://verdicts.example/issues/2026-W47#${slug}`);
    // Each in the answers, and in its section.
    expect(hrefs.slice(0, -5)).toEqual([one, two, one, two]);
  });

  it('a reviewer against the panel stands on a tint, one with it does not, and none does where it is even', async () => {
    const { all } = await renderedIssue(aDigest());
    const cells = all('table')
      .filter(({ attribs }) => attribs.class === 'c')
      .flatMap((table) => getElementsByTagName('td', table));
    const tinted = cells.filter(({ attribs }) => /\b(?:fh|fr)\b/.test(attribs.class ?? ''));
    expect(cells).toHaveLength(8);
    expect(tinted.map((cell) => textContent(cell))).toEqual(['Skeptic42 skip']);
    expect(tinted[0]?.attribs.style).toContain('background-color:#f9e8e3');
  });

  it('a comparison shows a tagline once if "best for" repeats it', async () => {
    const { body } = await comparing({ tagline: 'Sorts your queues', bestFor: 'Sorts your queues' });
    expect(body.split('Sorts your queues')).toHaveLength(2);
  });

  it.each([
    [67, 1204, '67% of 1,204'],
    [61, null, '61% ship'],
    [null, 1, '1 vote'],
    [null, 12, '12 votes'],
  ])(
    'a comparison with a community of %j percent of %j shows: %s',
    async (communityShare, communityVotes, words) => {
      const { body } = await comparing({ communityShare, communityVotes });
      expect(body).toContain(`Community ${words}`);
    },
  );

  it('a comparison says nothing about a community that is unknown, or did not vote', async () => {
    for (const communityVotes of [null, 0]) {
      const { body } = await comparing({ communityShare: null, communityVotes });
      expect(body).not.toMatch(/Community|votes/);
    }
  });

  it('a comparison does not rely on a share that contradicts its verdict', async () => {
    const odd = { verdict: 'skip', panelShare: 100, shipCount: null, skipCount: null, reviews: [] } as const;
    const { body } = await comparing({ ...odd, reviews: [] });
    expect(body).toContain('50% of the panel would ship Marrow Notes; it would skip Kelpforge.');
    expect(body).not.toMatch(/100% of the panel|would ship Kelpforge/);
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
    expect(comparisons.map(({ position }) => position)).toEqual([1, 2, 3]);
    const { body } = await renderedIssue(digest);
    for (const words of [
      'SHIP',
      'SKIP',
      'SPLIT',
      'no verdict',
      'Featured',
      'The answers',
      'Rival 2 of 2',
      'On ',
    ])
      expect(body).toContain(words);
  });
});
