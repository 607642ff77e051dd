import { textContent } from 'domutils';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SHOWN_LOOK } from '../../src/look/shown-look.ts';
import { weeklyIssueText } from '../../src/render/plain-text.ts';
import { renderIssue } from '../../src/render/render-issue.ts';
import { aDigest, aWeek, kelpforgeOrMarrow } from '../support/samples/digests.ts';
import { SPONSORED, sponsoredWeeks } from '../support/samples/sponsored-week.ts';
import { issueProps, parsedMail, renderedIssue } from './parsed-mail.ts';

const textOf = (digest: Parameters<typeof issueProps>[0]) => weeklyIssueText(issueProps(digest));
const twoPairs = () => [
  kelpforgeOrMarrow(),
  { ...kelpforgeOrMarrow({ name: 'Anvil' }, { name: 'Loom' }), slug: 'b' },
];

const inOrder = (text: string, words: readonly string[]) => {
  const places = words.map((word) => text.indexOf(word));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
};

describe.each(Object.entries(sponsoredWeeks))('an issue of %s', (_, digest) => {
  it('the sponsor is labelled before anything else is said of it, in both parts', async () => {
    const { body } = await renderedIssue(digest);
    inOrder(body, ['Sponsored', 'Brackwater Logs', 'Reads last night’s logs', 'brackwater.example']);
    inOrder(textOf(digest), ['-- Sponsored ---', 'Brackwater Logs', 'Reads last night’s', 'Suggest another']);
  });

  it('every link of the sponsor is marked as sponsored, and no other link is', async () => {
    const { all } = await renderedIssue(digest);
    const marked = all('a').filter(({ attribs }) => attribs.rel === 'sponsored');
    expect(marked.map(textContent)).toEqual(['A sample page', 'brackwater.example']);
    expect(marked.map(({ attribs }) => attribs.href)).toEqual([
      'https://brackwater.example/sample',
      SPONSORED.sponsorUrl,
    ]);
    expect(all('a').filter(({ attribs }) => 'rel' in attribs)).toHaveLength(2);
  });

  it('the sponsor has no badge, and stands in neither subject nor preheader', async () => {
    expect(`${digest.subject} ${digest.preheader}`).not.toMatch(/brackwater|sponsor/i);
    const { body } = await renderedIssue(digest);
    const part = body.slice(body.indexOf('Sponsored'), body.indexOf('brackwater.example'));
    expect(part).not.toMatch(/SHIP|SKIP|%/);
  });

  it('the text has every link of the HTML, each on its own line', async () => {
    const lines = textOf(digest).split('\n');
    expect((await renderedIssue(digest)).hrefs.filter((href) => !lines.includes(href))).toEqual([]);
  });

  it('the closing note stands between the last comparison and "Forwarded to you?"', async () => {
    for (const text of [(await renderedIssue(digest)).body, textOf(digest).replaceAll(/\s+/g, ' ')])
      inOrder(text, ['Sponsored', 'Next week: two tools', 'Forwarded to you?']);
  });
});

it('the sponsor stands after the first comparison, and before the second', async () => {
  const digest = aWeek(twoPairs(), SPONSORED);
  const [first, second] = digest.sections.flatMap(({ comparisons }) => comparisons.map(({ slug }) => slug));
  const { html } = await renderedIssue(digest);
  const [before = '', after = ''] = html.split('>Sponsored<');
  expect(before).toContain(`#${first}"`);
  expect(after).toContain(`#${second}"`);
  expect(after).not.toContain(`#${first}"`);
});

it('where one tool is in every comparison, the sponsor stands between that tool and its rivals', async () => {
  const digest = sponsoredWeeks['one against five with a sponsor'];
  if (digest === undefined) throw new Error('The sample has gone.');
  const text = textOf(digest);
  const rival = digest.sections[0]?.comparisons[0]?.sides[1].name ?? '';
  const [before = '', after = ''] = text.split('-- Sponsored');
  expect(before).toContain('The panel');
  expect(after).toContain(rival);
});

it('in the text a sponsor stands between two rules, with its link on a line of its own', () => {
  const lines = textOf(
    aDigest({ sponsorText: 'Bricks, by post.', sponsorUrl: 'https://bricks.example' }),
  ).split('\n');
  const start = lines.indexOf('-- Sponsored '.padEnd(72, '-'));
  expect(lines.slice(start, start + 6)).toEqual([
    '-- Sponsored '.padEnd(72, '-'),
    'Bricks, by post.',
    '',
    'bricks.example:',
    'https://bricks.example/',
    '-'.repeat(72),
  ]);
});

it.each([
  ['nothing', {}],
  ['only a title and a link', { sponsorTitle: 'Bricks', sponsorUrl: 'https://bricks.example' }],
])('an editor who wrote %s has no sponsor in the issue', async (_, edited) => {
  const digest = aDigest(edited);
  expect([digest.sponsor, digest.closing]).toEqual([null, null]);
  expect((await renderedIssue(digest)).body).not.toMatch(/sponsor|bricks/i);
  expect(textOf(digest)).not.toMatch(/sponsor|bricks/i);
});

it('a sponsor and a closing note count towards the words of an issue', async () => {
  const frame = {
    sender: { name: 'N', postalAddress: 'P' },
    publicUrl: 'https://verdicts.example',
    hasReplyTo: true,
  };
  const words = async (edited: Parameters<typeof aDigest>[0]) =>
    (await renderIssue(aDigest(edited), { ...frame, ownLook: DEFAULT_SHOWN_LOOK })).words;
  const bare = await words({});
  expect(await words({ sponsorText: 'One two three.' })).toBe(bare + 4);
  expect(await words({ closing: 'One two three.' })).toBe(bare + 3);
});

it('what a sponsor writes cannot become markup, nor turn the text around it', async () => {
  const digest = aDigest({
    sponsorTitle: '<b>Bricks</b>\u202e',
    sponsorText: '<img src=x onerror=alert(1)> SHIP \u202e',
    sponsorUrl: 'javascript:alert(1)',
    closing: '<script>alert(1)</script>',
  });
  const { html, all } = await renderedIssue(digest);
  expect(digest.sponsor).toEqual({
    title: '<b>Bricks</b>',
    text: '<img src=x onerror=alert(1)> SHIP',
    url: null,
  });
  expect([all('img'), all('script')]).toEqual([[], []]);
  expect(html).not.toContain('\u202e');
  expect(parsedMail(html).body).toContain('<b>Bricks</b>');
});
