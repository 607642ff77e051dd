import { textContent } from 'domutils';
import { describe, expect, it } from 'vitest';
import { everythingUnknown, oneAgainstFive, twoGroups } from '../support/samples/awkward-digests.ts';
import {
  ARABIC_NAME,
  HOSTILE_NAME,
  hostileNames,
  LONG_NAME,
  rightToLeft,
  unusualNames,
} from '../support/samples/awkward-names.ts';
import { unusualPanels } from '../support/samples/awkward-panels.ts';
import { type ParsedMail, renderedIssue } from './parsed-mail.ts';

/** The text between two others, with plain spaces. */
function between({ body }: ParsedMail, begin: string, end: string): string {
  const plain = body.replaceAll('\u00a0', ' ').replaceAll('\u200b', '');
  const from = plain.indexOf(begin) + begin.length;
  return plain.slice(from, plain.indexOf(end, from));
}

describe('unknown facts', () => {
  it('unknown facts are named as unknown or left out', async () => {
    const { body } = await renderedIssue(everythingUnknown);
    for (const words of [
      'No verdict: Kelpforge, Marrow Notes',
      'no verdict',
      'No verdict is given on either.',
      'On Marrow Notes“Somebody on the panel said this.”',
      'The only review',
      'The comparison in full',
    ]) {
      expect(body).toContain(words);
    }
    expect(body).not.toMatch(
      /null|undefined|NaN|Clearest|Most divided|Price|Best for|Community|no score|\d%/,
    );
  });

  it('what is known of a panel is shown, however little', async () => {
    const mail = await renderedIssue(unusualPanels);
    const body = mail.body.replaceAll('\u00a0', ' ');
    for (const words of [
      'Six of seven reviewers would ship Septet; two would ship Heptagon.',
      'The only reviewer would ship Solo, but not Alone.',
      'Both reviewers would ship Duo; only the Builder would ship Pair.',
      '75% of the panel would ship Ladle; 40% would ship Spoon.',
      'The panel would ship Rudder; it would skip Tiller.',
      '50% of the panel would ship Nobody; no verdict is given on Half.',
      'Reviewer 181 shipReviewer 235 skip',
      'Builder70Reviewer 255',
      'Both reviews',
    ]) {
      expect(body).toContain(words);
    }
    expect(between(mail, 'would ship Ladle;', 'The comparison in full')).not.toMatch(/Reviewer|For|Against/);
  });

  it('seven reviewers stand in two rows, so that a phone has room for them', async () => {
    const { all } = await renderedIssue(unusualPanels);
    const [grid] = all('table').filter(({ attribs }) => attribs.class === 'c');
    const rows = (grid?.children ?? []).flatMap((body) => ('children' in body ? body.children : []));
    expect(rows.map((row) => ('children' in row ? row.children.length : 0))).toEqual([4, 3]);
  });
});

const BY_SHARE = [
  ['Plain Lantern', '50%'],
  ['Ostrich Deploy', '25%'],
  ['Wickerbase', '25%'],
  ['Marrow Notes', '0%'],
  ['Sextant', '0%'],
] as const;

describe('a tool with several comparisons', () => {
  it('a tool with several comparisons is described once, with its rivals below it', async () => {
    const { body, headings } = await renderedIssue(oneAgainstFive);
    expect(headings.filter(({ level }) => level === 2).map(({ text }) => text)).toEqual([
      'The answers',
      'Kelpforge',
      ...BY_SHARE.map(([rival]) => rival),
    ]);
    expect(body).toContain('In all five comparisons · Developer Tools');
    expect(body).toContain('Rival 5 of 5');
    for (const once of ['Build servers that sleep', 'Price Free up to three projects', 'Builder88 ship'])
      expect(body.split(once)).toHaveLength(2);
    expect(body).not.toMatch(/introduced above/i);
  });

  it('a tool with several comparisons stands first in the answers, and then each rival with one figure', async () => {
    expect(between(await renderedIssue(oneAgainstFive), 'Panel would ship', 'In all five').trim()).toBe(
      [
        'Kelpforge, beside 75%',
        ...BY_SHARE.map(([rival, share]) => `${rival} Developer Tools ${share}`),
      ].join(' '),
    );
  });

  it('two tools with two comparisons each are each described once, among other pairs', async () => {
    const { body, headings } = await renderedIssue(twoGroups);
    expect(body.split('In two comparisons')).toHaveLength(3);
    expect(headings.filter(({ level }) => level === 2).map(({ text }) => text)).toEqual([
      'The answers',
      'Quill',
      'Lathe',
      'Press',
      'Kelpforge',
      'Anvil',
      'Loom',
      'Oven or Sieve: ship either',
    ]);
  });
});

describe('the answers', () => {
  it('each pair stands in one line, the winner first, never torn apart, with the winner’s figure first', async () => {
    const { all } = await renderedIssue(twoGroups);
    const table = all('table').find(({ attribs }) => attribs.role !== 'presentation');
    const rows = all('tr')
      .filter(
        (row) => row.parent?.parent === table && row.parent?.type === 'tag' && row.parent.name === 'tbody',
      )
      .map((row) =>
        textContent(row)
          .replace(/[\s\u00a0]+/g, ' ')
          .trim(),
      );
    expect(rows).toEqual([
      'Quill over Lathe 100% 75%',
      'Quill over Press 100% 0%',
      'Kelpforge over Anvil 75% 50%',
      'Kelpforge over Loom 75% 25%',
      'Both: Oven, Sieve 75% 75%',
    ]);
  });

  it('a whole answer is one link, to the comparison', async () => {
    const { all } = await renderedIssue(twoGroups);
    const [first] = all('a');
    expect(first && textContent(first)).toBe('Quill over Lathe');
    expect(first?.attribs.href).toBe('https://verdicts.test/compare/quill-vs-lathe');
  });
});

describe('misleading content', () => {
  it('content that looks like markup stays text', async () => {
    const mail = await renderedIssue(hostileNames);
    expect(mail.all('script')).toEqual([]);
    expect(mail.all('img')).toEqual([]);
    expect(mail.body).toContain(HOSTILE_NAME);
    expect(mail.body).toContain('“Try a && b > c & $& "twice" <b>before</b> you believe it at all.”');
    expect(mail.texts('code')).toContain('a && b > c');
  });

  it('a word of 230 characters can be broken everywhere, also by Word', async () => {
    const { html } = await renderedIssue(hostileNames);
    const texts = html.replace(/<head>.*?<\/head>/s, '').replace(/<[^>]*>/g, ' ');
    expect(texts).toContain('Wortverbindungverbindungverbin\u200b');
    expect(texts.split(/[\s\u200b\u00a0]+/).filter((word) => /^\p{L}{31,}$/u.test(word))).toEqual([]);
  });

  it('a name that looks like a domain stands inside a link of ours, everywhere but in the subject', async () => {
    const { all } = await renderedIssue(unusualNames);
    const own = /^https:\/\/verdicts\.(?:example|test)\//;
    for (const name of ['v0.dev', 'bolt.new']) {
      const inside = all('a').filter((link) => textContent(link).includes(name));
      expect(inside.length).toBeGreaterThanOrEqual(4);
      for (const link of inside) expect(link.attribs.href).toMatch(own);
    }
  });

  it('a long name stands in full once, where the tool is described, and short everywhere else', async () => {
    const { body } = await renderedIssue(unusualNames);
    expect(body.split(LONG_NAME)).toHaveLength(2);
    expect(body.split('The Extremely Patient Debugger…').length).toBeGreaterThanOrEqual(4);
  });

  it('content from right to left is isolated', async () => {
    const { all } = await renderedIssue(rightToLeft);
    const isolated = all('span').filter(({ attribs }) => attribs.dir === 'auto');
    const names = isolated.filter((element) => textContent(element) === ARABIC_NAME);
    expect(names.length).toBeGreaterThanOrEqual(4);
    expect(all('html')[0]?.attribs).toMatchObject({ lang: 'en', dir: 'ltr' });
    const quotation = all('p').find((element) => textContent(element).includes('غالبًا'));
    expect(quotation?.attribs.dir).toBe('auto');
    expect(quotation?.attribs.lang).toBe('ar');
  });
});
