import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_LOOK, type Look } from '../../../src/look/look.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { SLOT } from '../../support/issues.ts';
import { aLogo } from '../../support/samples/logos.ts';
import { openPages, type Pages, parsedPage } from './open-pages.ts';
import { publishComposed } from './publish-samples.ts';

const PATH = `/issues/${SLOT}`;
const [OLD, NEW] = [aLogo(), aLogo({ width: 240, height: 60 })];

let pages: Pages;
beforeEach(async () => {
  pages = await openPages();
});
afterEach(() => pages.close());

async function use(look: Partial<Look>, png: Uint8Array | null = null): Promise<void> {
  const { revision } = await pages.lookStore.readLook();
  const change = { look: { ...DEFAULT_LOOK, ...look }, png, revision, at: TUESDAY + revision };
  expect(await pages.lookStore.saveLook(change)).toMatchObject({ kind: 'saved' });
}

const styles = async (path: string) =>
  parsedPage(await pages.read(path))
    .all('link')
    .flatMap(({ attribs }) => (attribs.rel === 'stylesheet' ? [attribs.href] : []))
    .slice(1);

describe('an issue after its owner changed the look', () => {
  test('keeps the colour of its links, in a site of the new colour', async () => {
    await use({ accent: '#6a1b9a' });
    await publishComposed(pages);
    expect(await styles(PATH)).toEqual(['/brand.css?accent=6a1b9a']);
    await use({ accent: '#c2185b' });
    expect(await styles(PATH)).toEqual(['/brand.css?accent=c2185b', '/issue.css?accent=6a1b9a']);
    const style = await pages.read('/issue.css?accent=6a1b9a');
    expect(style).toContain('.issue>:not(.between,.neighbours){--text-link:#6a1b9a}');
  });

  test('keeps the standard colour, if it had none', async () => {
    await publishComposed(pages);
    expect(await styles(PATH)).toEqual([]);
    await use({ accent: '#6a1b9a' });
    expect(await styles(PATH)).toEqual(['/brand.css?accent=6a1b9a', '/issue.css?accent=standard']);
    expect(await pages.read('/issue.css?accent=standard')).toContain('--text-link:#2440b0');
    await use({});
    expect(await styles(PATH)).toEqual([]);
  });

  test('names the logo that it went out with, which is still served; the header has the new one', async () => {
    await use({ logo: OLD.logo }, OLD.png);
    await publishComposed(pages);
    await use({ logo: NEW.logo }, NEW.png);
    const html = await pages.read(PATH);
    expect(parsedPage(html).all('img')[0]?.attribs.src).toBe(`/logo/${NEW.logo.hash}.png`);
    expect(html).toContain(
      `"logo":{"@type":"ImageObject","url":"https://verdicts.test/logo/${OLD.logo.hash}.png"}`,
    );
    const emailed = (await pages.issueStore.readFrozenIssue(SLOT))?.html.fixed.join('') ?? '';
    const [url = ''] = /https:\/\/verdicts\.test(\/logo\/[0-9a-f]{64}\.png)/.exec(emailed)?.slice(1) ?? [];
    expect(url).toBe(`/logo/${OLD.logo.hash}.png`);
    await use({ logo: null });
    const served = await pages.get(url);
    expect([served.status, Buffer.from(await served.arrayBuffer())]).toEqual([200, Buffer.from(OLD.png)]);
  });

  test('of before looks were frozen has the current one', async () => {
    await pages.publish({ article: '<article>Words</article>', look: null });
    await use({ accent: '#6a1b9a' });
    expect(await styles(PATH)).toEqual(['/brand.css?accent=6a1b9a']);
  });
});
