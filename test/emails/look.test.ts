import { describe, expect, it } from 'vitest';
import { renderConfirmSubscription, renderWeeklyIssue } from '../../emails/_components/render.tsx';
import ConfirmSubscription from '../../emails/confirm-subscription.tsx';
import { contrast } from '../../src/look/colour.ts';
import { GROUNDS } from '../../src/look/grounds.ts';
import { DEFAULT_LOOK, type Look, readLook } from '../../src/look/look.ts';
import { shownLook } from '../../src/look/shown-look.ts';
import { confirmSubscriptionText, weeklyIssueText } from '../../src/render/plain-text.ts';
import { renderIssue } from '../../src/render/render-issue.ts';
import { aDigest } from '../support/samples/digests.ts';
import { aLogo } from '../support/samples/logos.ts';
import { issueProps, parsedMail } from './parsed-mail.ts';

const PUBLIC_URL = 'https://verdicts.test';

function lookOf(given: object): Look {
  const read = readLook(given);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.look;
}
const propsWith = (given: object) => ({
  ...issueProps(aDigest()),
  ownLook: shownLook(lookOf(given), PUBLIC_URL),
});
const issueWith = async (given: object) => parsedMail(await renderWeeklyIssue(propsWith(given)));

describe('an email in the owner’s look', () => {
  it('shows the logo at its size instead of the name, and the name is read aloud', async () => {
    const { logo } = aLogo();
    const { all, texts, html } = await issueWith({ logo });
    const [image, ...others] = all('img');
    expect(others).toEqual([]);
    expect(image?.attribs).toMatchObject({
      src: `${PUBLIC_URL}/logo/${logo.hash}.png`,
      width: '150',
      height: '30',
      alt: 'Weekly AI Tool Verdicts',
    });
    expect(html).toContain('background-color:#fbfcfd;padding:6px 10px');
    expect(texts('b')).not.toContain('Weekly AI Tool Verdicts');
  });

  it('shows the name and no picture without a logo', async () => {
    const { all, texts } = await issueWith({});
    expect(all('img')).toEqual([]);
    expect(texts('b')).toContain('Weekly AI Tool Verdicts');
  });

  it.each(['#ffff00', '#000000', '#ff00ff', '#7a7a7a', '#f06a1a'])(
    'with the accent %s, the confirmation’s button can be read in both schemes',
    async (accent) => {
      const ownLook = shownLook(lookOf({ accent }), PUBLIC_URL);
      const html = await renderConfirmSubscription({ ...ConfirmSubscription.PreviewProps, ownLook });
      const button = parsedMail(html)
        .all('a')
        .find(({ attribs }) => attribs.class?.includes('fb'));
      const style = button?.attribs.style ?? '';
      const [, fill = ''] = /background-color:(#[0-9a-f]{6})/.exec(style) ?? [];
      const [, text = ''] = /(?:^|;)color:(#[0-9a-f]{6})/.exec(style) ?? [];
      expect(contrast(fill, text)).toBeGreaterThanOrEqual(4.5);
      const dark = (name: string) =>
        new RegExp(`\\.${name}\\{[a-z-]+:(#[0-9a-f]{6})!important\\}`).exec(html)?.[1];
      expect(contrast(dark('fb') ?? '', dark('tn') ?? '')).toBeGreaterThanOrEqual(4.5);
      expect(contrast(dark('fb') ?? '', GROUNDS.sheet.dark)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('keeps the accent out of verdicts, scores and quotations', async () => {
    const [orange, standard] = await Promise.all([issueWith({ accent: '#f06a1a' }), issueWith({})]);
    const bodyOf = ({ html }: { html: string }) => html.slice(html.indexOf('<body'));
    expect(bodyOf(orange).replaceAll('#f06a1a', '#2440b0')).toBe(bodyOf(standard));
    expect(bodyOf(orange).split('#f06a1a')).toHaveLength(2);
  });

  it('shows the owner’s words and links in the footer, and the text has them too', async () => {
    const look = {
      footerText: 'Made by hand.\nEvery Tuesday.',
      siteUrl: 'https://site.test/',
      privacyUrl: 'https://site.test/privacy',
      socialLinks: [{ label: 'Mastodon', url: 'https://social.test/@us' }],
    };
    const { hrefs, body } = await issueWith(look);
    const text = weeklyIssueText(propsWith(look));
    for (const url of ['https://site.test/', 'https://site.test/privacy', 'https://social.test/@us']) {
      expect(hrefs).toContain(url);
      expect(text).toContain(`\n${url}\n`);
    }
    expect(body).toContain('Made by hand.');
    expect(text).toContain('\nMade by hand.\nEvery Tuesday.\n');
  });

  it('asks for confirmation in the owner’s words, and still says how to ignore it', async () => {
    const confirmation = {
      subject: 'Almost there',
      heading: 'One step',
      text: 'Glad you came.',
      button: 'Yes',
    };
    const props = {
      ...ConfirmSubscription.PreviewProps,
      ownLook: shownLook(lookOf({ confirmation }), PUBLIC_URL),
    };
    const { body, texts, headings } = parsedMail(await renderConfirmSubscription(props));
    expect(texts('title')).toEqual(['Almost there']);
    expect(headings[0]?.text).toBe('One step');
    for (const words of ['Glad you came.', 'Yes', 'We were asked to send', 'If this was not you'])
      expect(body).toContain(words);
    expect(confirmSubscriptionText(props)).toContain('Glad you came.');
  });

  it('cannot contain the markers of its own links, which depend on the look', async () => {
    const frame = {
      sender: { name: 'Digest', postalAddress: '1 Street' },
      publicUrl: PUBLIC_URL,
      hasReplyTo: false,
    };
    const render = (look: Look) => renderIssue(aDigest(), { ...frame, ownLook: shownLook(look, PUBLIC_URL) });
    const first = await render(DEFAULT_LOOK);
    expect(await render(DEFAULT_LOOK)).toEqual(first);
    const own = await render(lookOf({ footerText: 'unsubscribe-0123456789' }));
    expect(own.html.places).toEqual(first.html.places);
  });
});
