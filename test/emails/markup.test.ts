import { getElementsByTagName, textContent } from 'domutils';
import { describe, expect, it } from 'vitest';
import { renderConfirmSubscription, renderOwnData } from '../../emails/_components/render.tsx';
import { APPLE_STYLE_SHEET, darkStyleSheet, styleSheet } from '../../emails/_components/style-sheet.ts';
import ConfirmSubscription from '../../emails/confirm-subscription.tsx';
import OwnData from '../../emails/own-data.tsx';
import { coloursWith, FILL, TEXT } from '../../emails/theme.ts';
import { DEFAULT_BRAND } from '../../src/look/grounds.ts';
import { digests } from '../support/samples/awkward-digests.ts';
import { aDigest } from '../support/samples/digests.ts';
import { type ParsedMail, parsedMail, renderedIssue } from './parsed-mail.ts';

const COLOURS = coloursWith(DEFAULT_BRAND);
const STYLE_SHEET = styleSheet(COLOURS);
const DARK_STYLE_SHEET = darkStyleSheet(COLOURS);
const DARK_NAMES = new Set([...DARK_STYLE_SHEET.matchAll(/\.([a-z]+)\{/g)].map(([, name]) => name));

/** Inline colours that the dark scheme cannot change, because it knows none of the element's classes. */
function stuckInLight({ all }: ParsedMail): string[] {
  return all('*')
    .filter(({ attribs }) => /color:#|border[a-z-]*:[^;]*#/.test(attribs.style ?? ''))
    .filter(({ attribs }) => !(attribs.class ?? '').split(' ').some((name) => DARK_NAMES.has(name)))
    .map(({ attribs }) => attribs.style ?? '');
}

/** Layout tables that a screen reader would announce. */
const announced = ({ all }: ParsedMail) =>
  all('table').filter(
    (table) => table.attribs.role !== 'presentation' && getElementsByTagName('th', table).length === 0,
  );

/** Not only the space that gives a stripe its height. */
const hasText = (element: Parameters<typeof textContent>[0]) => textContent(element).trim() !== '';

/** Texts with a background of their own and an inherited colour: a client that changes one of the two hides them. */
const halfColoured = ({ all }: ParsedMail) =>
  all('*')
    .filter(({ attribs }) => /background-color:/.test(attribs.style ?? ''))
    .filter(({ attribs }) => !/(^|;)color:/.test(attribs.style ?? ''))
    .filter(hasText);

const smallFonts = ({ all }: ParsedMail) =>
  all('*')
    .filter(hasText)
    .flatMap(({ attribs }) => /font-size:(\d+)px/.exec(attribs.style ?? '')?.[1] ?? [])
    .map(Number)
    .filter((size) => size < 14);

const LINKED = /color:#.*text-decoration:underline/;

/** Links that do not look so, nor anything in them. A name like "v0.dev" is in one so that no client makes its own. */
const hiddenLinks = ({ all }: ParsedMail) =>
  all('a').filter(
    (link) =>
      ![link, ...getElementsByTagName('*', link)].some(({ attribs }) => LINKED.test(attribs.style ?? '')) &&
      !/^\S*\.\p{L}{2,}/u.test(textContent(link)),
  );

const harsh = ({ html }: ParsedMail) => html.match(/#(?:fff|000)\b|#(?:ffffff|000000)\b/gi) ?? [];

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
      const channel = Number.parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
      return sum + weight * (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const mails = [
  ...Object.entries(digests).map(
    ([name, digest]) => [`an issue of ${name}`, () => renderedIssue(digest)] as const,
  ),
  [
    'a confirmation',
    async () => parsedMail(await renderConfirmSubscription(ConfirmSubscription.PreviewProps)),
  ] as const,
  ['a link to own data', async () => parsedMail(await renderOwnData(OwnData.PreviewProps))] as const,
];

describe.each(mails)('the markup of %s', (_, rendered) => {
  it('every colour of the email can be changed by the dark scheme, and none is pure black or white', async () => {
    const mail = await rendered();
    expect(stuckInLight(mail)).toEqual([]);
    expect(harsh(mail)).toEqual([]);
    expect(halfColoured(mail)).toEqual([]);
  });

  it('only data is announced as a table, links look like links, and text is readable', async () => {
    const mail = await rendered();
    expect(announced(mail)).toEqual([]);
    expect(hiddenLinks(mail)).toEqual([]);
    expect(smallFonts(mail)).toEqual([]);
  });
});

describe('the checks of the markup', () => {
  it('the checks catch an email that breaks each of them', () => {
    const bad = parsedMail(
      '<table><tr><td style="background-color:#ffffff;font-size:11px"><a href="/" style="color:#000">x</a></td></tr></table>',
    );
    expect(stuckInLight(bad)).toHaveLength(2);
    expect(harsh(bad)).toHaveLength(2);
    expect(halfColoured(bad)).toHaveLength(1);
    expect(announced(bad)).toHaveLength(1);
    expect(hiddenLinks(bad)).toHaveLength(1);
    expect(smallFonts(bad)).toEqual([11]);
  });
});

describe('the frame of an email', () => {
  it('an email declares both colour schemes, and begins with the preheader', async () => {
    const digest = digests['one item'];
    if (!digest) throw new Error('the digest is missing');
    const { all, body } = await renderedIssue(digest);
    const metas = Object.fromEntries(all('meta').map(({ attribs }) => [attribs.name, attribs.content]));
    expect(metas).toMatchObject({
      'color-scheme': 'light dark',
      'supported-color-schemes': 'light dark',
    });
    expect(body.trimStart().startsWith(digest.preheader)).toBe(true);
  });

  it('an email pads the preheader, so that its text does not follow in the inbox', async () => {
    const { all } = await renderedIssue(aDigest({ preheader: 'Two tools' }));
    const shown = textContent(all('div')[0] ?? []);
    expect(shown).toMatch(/^Two tools(\u00a0\u200c\u034f)+$/);
    expect(shown.replaceAll('\u200c', '').replaceAll('\u034f', '')).toHaveLength(250);
  });

  it('an email has its column in a table of fixed width for Word, and only Word sees it', async () => {
    const { html } = await renderedIssue(aDigest({ intro: '<wbr class="mso-start"/>' }));
    const [before = '', within = '', ...rest] = html.split(/<!--\[if mso\]>.*?<!\[endif\]-->/);
    expect(rest).toHaveLength(1);
    expect(html).toContain('<!--[if mso]><table role="presentation" width="600"');
    expect(before).not.toContain('<h1');
    expect(within).toContain('&lt;wbr class=&quot;mso-start&quot;/&gt;');
    expect(html).not.toContain('<wbr');
  });

  it('an email has none of the markers that React leaves between texts', async () => {
    const { html } = await renderedIssue(aDigest({ intro: 'One <!-- --> two' }));
    expect(html.match(/<!--(?!\[if mso\])/g)).toBeNull();
    expect(html).toContain('One &lt;!-- --&gt; two');
  });

  it('an email’s style sheets are small enough for Gmail', () => {
    expect([STYLE_SHEET, DARK_STYLE_SHEET, APPLE_STYLE_SHEET].join('').length).toBeLessThan(8192);
    expect(DARK_STYLE_SHEET).toContain('prefers-color-scheme:dark');
  });
});

describe.each(['light', 'dark'] as const)('the %s colours', (scheme) => {
  const pairs = (['ink', 'muted', 'link', 'ship', 'skip', 'split'] as const).flatMap((text) =>
    (['canvas', 'card', 'sunken'] as const).map((fill) => [text, fill] as const),
  );

  it.each([
    ...pairs,
    ...(['ink', 'muted', 'ship', 'skip'] as const).flatMap((text) =>
      (['shipTint', 'skipTint'] as const).map((fill) => [text, fill] as const),
    ),
    ['onShip', 'ship'],
    ['onBrand', 'brand'],
    ['onInk', 'ink'],
    ['onBand', 'band'],
    ['onBandMuted', 'band'],
  ] as const)('%s on %s has a contrast of at least 4.5', (text, fill) => {
    expect(contrast(TEXT[text][scheme], FILL[fill][scheme])).toBeGreaterThanOrEqual(4.5);
  });

  it('a washed-out grey fails the contrast check', () => {
    expect(contrast('#9a958a', FILL.card.light)).toBeLessThan(4.5);
  });
});
