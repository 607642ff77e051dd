import { expect, test } from 'vitest';
import { asPlain, inventedComparison, readFrom } from '../../support/samples/invented-comparison.ts';
import { labelledHtml, plainHtml } from '../../support/samples/saved-html.ts';
import { labelledPage, plainPage } from '../../support/samples/saved-pages.ts';

const comparison = inventedComparison();
const read = (content: string, name = 'page.html') => readFrom({ name, content });

test.each([
  ['spans', '<span>81</span><span>/100</span><span>·</span><span>ship</span>'],
  ['a heading and parts', '<div>81</div><div>/ 100</div><div>Ship</div>'],
  ['parts of parts', '<div><b>81</b><small>/100</small></div><div>ship</div>'],
  ['a verdict above the score', '<div>Ship</div><div>81/100</div>'],
  ['a verdict above the parts', '<span>Ship</span><span>81</span><span>/100</span>'],
  ['a figure without its scale', '<span>81</span><span>ship</span>'],
])('a score in elements of its own is one score: %s', (_, score) => {
  const page = labelledHtml(comparison).replace('<span>81/100 · ship</span>', `<div>${score}</div>`);
  expect(page).toContain(score);
  expect(read(page)).toEqual({ comparisons: [comparison], rejected: [] });
});

test('a logo, a category and a name in adjacent elements are distinguished', () => {
  const page = labelledHtml(comparison)
    .replace(
      /<div><svg>.*?<\/svg><span>Q<\/span><\/div>\s*<div>(Writing Aids)<\/div>/s,
      '<span>Q</span><span>$1</span>',
    )
    .replace(
      '<h2>Quillforge: Drafts &amp; Diffs</h2>',
      '<h2><a href="/q">Quillforge: Drafts &amp; Diffs</a></h2>',
    );
  expect(page).toContain('<span>Q</span><span>Writing Aids</span>');
  expect(read(page).comparisons).toEqual([comparison]);
});

/** The figures of both cards in other elements; a missing value is a dash. */
function withFigures(
  page: string,
  figure: (value: string, label: string) => string,
  around = (all: string) => all,
) {
  return page.replace(
    /<div><span>([^<]*)<\/span><span>Panel ship<\/span><\/div>\s*<div><span>([^<]*)<\/span><span>Community<\/span><\/div><div><span>([^<]*)<\/span><span>Entry<\/span><\/div>/g,
    (_, share: string, vote: string, entry: string) =>
      around([figure(share, 'Panel ship'), figure(vote, 'Community'), figure(entry, 'Entry')].join('')),
  );
}

test.each([
  ['<dt> first', (value: string, label: string) => `<dt>${label}</dt><dd>${value}</dd>`],
  ['<dd> first', (value: string, label: string) => `<dd>${value}</dd><dt>${label}</dt>`],
  [
    '<dt> first in a <div>',
    (value: string, label: string) => `<div><dt>${label}</dt><dd>${value}</dd></div>`,
  ],
  ['a label above its value', (value: string, label: string) => `<div>${label}</div><div>${value}</div>`],
])('a value belongs to its own label: %s', (_, figure) => {
  for (const entry of ['Freemium', 'Paid'] as const) {
    const shown = inventedComparison(({ tools: [one, other] }) => {
      one.entry = entry;
      other.communityVotes = null;
    });
    const page = withFigures(plainHtml(shown), figure, (all) =>
      figure('', '').startsWith('<d') ? `<dl>${all}</dl>` : all,
    );
    expect(page).not.toContain('<span>Entry</span>');
    expect(read(page).comparisons).toEqual([asPlain(shown)]);
  }
});

test('labels may be above their values on a page saved as text, too', () => {
  for (const missing of ['—', 'N/A'] as const) {
    const page = plainPage(comparison, { missing }).replace(
      /(.*)\nPanel ship\n(.*)\nCommunity\n(.*)\nEntry/g,
      'Panel ship\n$1\nCommunity\n$2\nEntry\n$3',
    );
    expect(page).toContain('Panel ship\n67%');
    expect(read(page, 'page.txt').comparisons).toEqual([asPlain(comparison)]);
  }
});

test.each([
  '67% · 12 votes',
  '12 votes',
  '12 people voted',
  'No community votes yet',
  '7 ship / 5 skip',
  '67%',
])('a page with %s in place of an entry is refused, with how to save it', (vote) => {
  const page = plainPage(comparison).replace(
    /(.*)\nPanel ship\n.*\nCommunity\n(.*)\nEntry/g,
    `Panel ship\n$1\n2 ship / 1 skip\nCommunity\n${vote}\nEntry\n$2`,
  );
  expect(page).toContain(`Community\n${vote}\nEntry`);
  const { comparisons, rejected } = read(page, 'page.txt');
  expect(comparisons).toEqual([]);
  expect(rejected).toMatchObject([
    { message: expect.stringContaining(`“${vote}” is in the place of the entry of Quillforge`) },
  ]);
  expect(rejected[0]?.message).toContain('Open the page in a browser');
});

test.each(['20% off', 'Free', '$10', '£4.50/seat', 'Promotion', 'From €0.02 a vote-free call'])(
  'an entry such as %s is read',
  (entry) => {
    const shown = inventedComparison(({ tools: [one] }) => {
      one.entry = entry;
    });
    expect(read(plainPage(shown), 'page.txt').comparisons).toEqual([asPlain(shown)]);
  },
);

test('without a category, the page’s heading is not one', () => {
  const nameless = inventedComparison(({ tools: [one] }) => {
    one.category = null;
  });
  const [one, other] = nameless.tools.map(({ name }) => name);
  for (const heading of [`${one} vs ${other}`, `${one} vs. ${other}`]) {
    const text = plainPage(nameless);
    const page = text.slice(text.indexOf(`\n${one}\n`) + 1);
    expect(read(`${heading}\n${page}`, 'page.txt').comparisons[0]?.tools[0].category).toBeNull();
  }
});

test('without a category, the logo’s letters are not one', () => {
  const nameless = inventedComparison(({ tools: [one] }) => {
    one.category = null;
  });
  for (const initials of ['Q', 'QD', 'Qu', '🪶', '◆']) {
    const text = labelledPage(nameless, { initials: [initials, 'B'] });
    expect(read(text, 'page.txt').comparisons).toEqual([nameless]);
    const html = labelledHtml(nameless)
      .replace('<span>Q</span>', `<span>${initials}</span>`)
      .replace('<div>—</div>', '');
    expect(read(html).comparisons).toEqual([nameless]);
  }
});

test('every review of a page that marks quotations by elements is read', () => {
  const inQ = plainHtml(comparison)
    .replace(/<blockquote><p>“/g, '<q>')
    .replace(/”<\/p><\/blockquote>/g, '</q>')
    .replace(/<\/q>\s*<q>/g, '</q><q>');
  expect(inQ.match(/<q>/g)).toHaveLength(6);
  const quoted = plainHtml(comparison)
    .replace(/<p>“/g, '<p>')
    .replace(/”<\/p>/g, '</p>');
  expect(quoted.match(/<blockquote><p>[^“]/g)).toHaveLength(6);
  for (const page of [inQ, quoted])
    expect(read(page)).toEqual({ comparisons: [asPlain(comparison)], rejected: [] });
});

test('paragraphs of one quotation are one review, and a quotation inside a sentence keeps its marks', () => {
  const page = plainHtml(comparison)
    .replace(/<p>“/g, '<p>')
    .replace(/”<\/p>/g, '</p>')
    .replace('The diffs apply cleanly. I kept it.', 'The diffs apply <q>cleanly</q>.</p><p>I kept it.');
  expect(read(page).comparisons[0]?.tools[0].reviews[0]?.text).toBe(
    'The diffs apply “cleanly”.\n\nI kept it.',
  );
});

test.each([
  [
    'a shell',
    '<html><head><title>A vs B</title></head><body><div id="root"></div><script src="/x.js"></script></body></html>',
  ],
  ['a spinner', '<html><body><p>Loading…</p><script>go()</script></body></html>'],
  [
    'a frame',
    '<html><body><nav>Tools Compare Newsletter</nav><main></main><footer>© 2026</footer><script>go()</script></body></html>',
  ],
])('a page that was saved before it had loaded is refused for that reason: %s', (_, page) => {
  expect(read(page)).toMatchObject({
    comparisons: [],
    rejected: [{ message: expect.stringMatching(/saved before it had loaded.*wait until it has loaded/) }],
  });
});

test.each(['12 people voted', '31 voters', 'Be the first to vote', '12 ratings', 'Voted on by 12'])(
  'a community without a share is unknown, not empty: %s',
  (said) => {
    const page = plainPage(comparison).replaceAll('61% · 1240 votes', said);
    expect(read(page, 'page.txt').comparisons[0]?.tools[0]).toMatchObject({
      communityShare: null,
      communityVotes: null,
    });
  },
);

test.each([
  [
    'a name and a score in the quotation',
    (name: string, score: string) => `<cite>${name}</cite><span>${score}</span><span>skip</span>`,
  ],
  ['a name in the quotation', (name: string) => `<cite>${name}</cite>`],
  ['a name on a line of its own', (name: string) => `<footer>${name}</footer>`],
  ['lines of their own', (name: string, score: string) => `<div>${name}</div><div>${score} · ship</div>`],
  ['one line', (name: string, score: string) => `<p>— ${name}, ${score}</p>`],
])('a page with names below the texts is not read as one without names: %s', (_, label) => {
  for (const name of ['Builder', 'Staff Engineer'])
    for (const marks of [/x^/g, /[“”]/g]) {
      const page = plainHtml(comparison).replace(/<\/blockquote>/g, `${label(name, '40/100')}</blockquote>`);
      const outside = plainHtml(comparison).replace(
        /<\/blockquote>/g,
        `</blockquote>${label(name, '40/100')}`,
      );
      for (const content of [page, outside]) {
        const { comparisons, rejected } = read(content.replace(marks, ''));
        expect(comparisons).toEqual([]);
        expect(rejected).toHaveLength(1);
      }
    }
});

test('names below unquoted texts never give a text to the next reviewer', () => {
  const page = labelledPage(comparison).replace(
    /(\w+)\n(\d+\/100 · \w+)\n\n([^\n]+)\n\n(\d+\/100 · \w+)\n\n([^\n]+)\n/g,
    '$3\n\n$1\n$2\n\n$5\n\n$1\n$4\n\n',
  );
  expect(page.indexOf('The diffs apply')).toBeLessThan(page.indexOf('Builder'));
  for (const content of [page, page.replace('Weekly AI', 'Try Omega today, the best AI tool.\n\nWeekly AI')])
    expect(read(content, 'page.txt').comparisons).toEqual([]);
});
