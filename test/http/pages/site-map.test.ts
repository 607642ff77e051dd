import { getElementsByTagName, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addWeeks } from '../../../src/schedule/slot.ts';
import { DAY, TUESDAY } from '../../support/comparisons.ts';
import { SLOT } from '../../support/issues.ts';
import { openPages, type Pages } from './open-pages.ts';

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});
afterEach(() => pages.close());

const urls = async () =>
  getElementsByTagName('url', parseDocument(await pages.read('/sitemap.xml'), { xmlMode: true })).map((url) =>
    textContent(url),
  );

describe('the site map', () => {
  test('the site map lists the home page, the archive and every public issue, with the day of each', async () => {
    expect(await urls()).toEqual(['https://verdicts.test/', 'https://verdicts.test/issues']);
    await pages.publish();
    const later = addWeeks(SLOT, 1);
    await pages.publish({ slot: later, at: TUESDAY + 7 * DAY });
    expect(await urls()).toEqual([
      'https://verdicts.test/2026-11-24T09:00:00.000Z',
      'https://verdicts.test/issues2026-11-24T09:00:00.000Z',
      `https://verdicts.test/issues/${later}2026-11-24T09:00:00.000Z`,
      `https://verdicts.test/issues/${SLOT}2026-11-17T09:00:00.000Z`,
    ]);
    await pages.change(later, 'cancelled');
    expect(await urls()).toHaveLength(3);
  });
});

describe('robots.txt', () => {
  test('robots are kept from pages for editors, programs and one person, and led to the site map', async () => {
    const lines = (await pages.read('/robots.txt')).split('\n');
    expect(lines[0]).toBe('User-agent: *');
    for (const path of ['/studio', '/api/', '/confirm/', '/data/', '/preferences', '/unsubscribe'])
      expect(lines).toContain(`Disallow: ${path}`);
    expect(lines).toContain('Sitemap: https://verdicts.test/sitemap.xml');
  });

  test('robots.txt names the paths below that of PUBLIC_URL', async () => {
    pages.close();
    pages = await openPages({ newsletter: { publicUrl: 'https://verdicts.test/digest' } });
    const text = await pages.read('/robots.txt');
    expect(text).toContain('Disallow: /digest/studio\n');
    expect(text).toContain('Sitemap: https://verdicts.test/digest/sitemap.xml\n');
  });
});
