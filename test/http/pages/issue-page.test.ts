import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANONYMOUS_TOKEN } from '../../../src/http/link-path.ts';
import { createTokenSigner } from '../../../src/links/tokens.ts';
import { DEFAULT_SHOWN_LOOK } from '../../../src/look/shown-look.ts';
import { renderIssue } from '../../../src/render/render-issue.ts';
import { SITE } from '../../support/http/http-app.ts';
import { addReaders, approveIssue, freezeWholeAudience, SLOT } from '../../support/issues.ts';
import { aDigest } from '../../support/samples/digests.ts';
import { handOverAll } from '../../support/sending/hand-over.ts';
import { openPages, type Pages, parsedPage } from './open-pages.ts';

const PATH = `/issues/${SLOT}`;

let pages: Pages;
beforeEach(() => {
  pages = openPages();
});
afterEach(() => pages.close());

const publishRendered = async () => {
  const { publicUrl, replyTo, ...sender } = SITE.newsletter;
  const { html, text } = await renderIssue(aDigest(), {
    sender,
    publicUrl,
    ownLook: DEFAULT_SHOWN_LOOK,
    hasReplyTo: replyTo !== null,
  });
  await pages.publish({ html, text });
  return { html, text };
};

describe('the web view of an issue', () => {
  test('the web view has the bytes that were emailed, except for the tokens', async () => {
    const { html, text } = await publishRendered();
    expect(await pages.read(PATH)).toBe(html.fixed.join(ANONYMOUS_TOKEN));
    expect(await pages.read(`${PATH}.txt`)).toBe(text.fixed.join(ANONYMOUS_TOKEN));
    const types = await Promise.all([PATH, `${PATH}.txt`].map((path) => pages.get(path)));
    expect(types.map(({ headers }) => headers.get('content-type'))).toEqual([
      'text/html; charset=utf-8',
      'text/plain; charset=utf-8',
    ]);
  });

  test('the web view has its style inline and may not load, run or send anything', async () => {
    await publishRendered();
    const policy = (await pages.get(PATH)).headers.get('content-security-policy');
    expect(policy).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  test('the web view names its canonical URL, whatever URL it was read at', async () => {
    await pages.publish();
    for (const path of [PATH, `${PATH}.txt`])
      expect((await pages.get(path)).headers.get('link')).toBe(
        `<https://verdicts.test${PATH}>; rel="canonical"`,
      );
  });

  test('the unsubscribe link of the web view leads to a page that says where the reader’s own link is', async () => {
    await publishRendered();
    const links = parsedPage(await pages.read(PATH)).attributes('a', 'href');
    for (const place of ['unsubscribe', 'preferences']) {
      expect(links).toContain(`https://verdicts.test/${place}/${ANONYMOUS_TOKEN}`);
      const response = await pages.get(`/${place}/${ANONYMOUS_TOKEN}`);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
      const page = parsedPage(await response.text());
      expect(page.texts('h1')).toEqual(['Use the link in your own email']);
      expect(page.all('form')).toEqual([]);
    }
  });

  test('the placeholder for a token in the web view is not a valid token', () => {
    const signer = createTokenSigner(['s'.repeat(32)]);
    expect(signer.verify('unsubscribe', ANONYMOUS_TOKEN)).toBeNull();
    expect(signer.verify('preferences', ANONYMOUS_TOKEN)).toBeNull();
  });
});

describe('a published issue', () => {
  const status = async () => (await pages.get(PATH)).status;

  test('an issue can be read from the moment its sending begins, paused or not, and for good', async () => {
    expect(await status()).toBe(404);
    await approveIssue(pages);
    expect(await status()).toBe(404);
    for (const to of ['sending', 'paused', 'sending', 'sent'] as const) {
      await pages.change(SLOT, to);
      expect(await status()).toBe(200);
    }
  });

  test('a cancelled issue can be read if anybody received it', async () => {
    await addReaders(pages.subscriberStore, 1);
    await approveIssue(pages);
    await freezeWholeAudience(pages.deliveryStore);
    await handOverAll(pages.deliveryStore, { ending: 'in-flight' });
    await pages.change(SLOT, 'cancelled');
    expect(await status()).toBe(200);
  });

  test('a cancelled issue that nobody received cannot be read', async () => {
    await addReaders(pages.subscriberStore, 1);
    await approveIssue(pages);
    await freezeWholeAudience(pages.deliveryStore);
    await pages.change(SLOT, 'cancelled');
    expect(await status()).toBe(404);
  });

  test.each(['2099-W01', '2026-W99', '2026-W471', 'latest', `${SLOT}.pdf`, '%E0%A4%A', '..%2f..%2fetc'])(
    'there is no web view at "%s"',
    async (slot) => {
      await pages.publish();
      expect((await pages.get(`/issues/${slot}`)).status).toBe(404);
      expect(pages.errors).toEqual([]);
    },
  );
});
