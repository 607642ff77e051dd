import { getElementsByTagName } from 'domutils';
import { parseDocument } from 'htmlparser2';
import type { Page } from 'playwright-core';
import { spoken } from './spoken.ts';

/** Text that a page has with its styles and lacks without them, in a client that drops them all. */
export async function lostWithoutStyles(page: Page): Promise<string[]> {
  const styled = await spoken(page);
  await page.evaluate(`
    for (const sheet of document.querySelectorAll('style')) sheet.remove();
    for (const element of document.querySelectorAll('*'))
      for (const name of ['style', 'class', 'width', 'height', 'align', 'valign', 'cellpadding', 'cellspacing'])
        element.removeAttribute(name);
  `);
  const plain = await spoken(page);
  let from = 0;
  return styled.filter((line) => {
    const at = plain.indexOf(line, from);
    if (at === -1) return true;
    from = at + 1;
    return false;
  });
}

/**
 * Images without a text or a size: a client that blocks them would show nothing, or the layout would jump as they
 * load.
 */
export function pictureProblems(html: string): string[] {
  return getElementsByTagName('img', parseDocument(html))
    .filter(({ attribs }) => !(attribs.alt && attribs.width && attribs.height))
    .map(({ attribs }) => attribs.src ?? '');
}
