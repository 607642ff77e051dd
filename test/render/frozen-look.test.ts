import { expect, test } from 'vitest';
import { fillTemplate } from '../../src/issues/mail-template.ts';
import { DEFAULT_LOOK } from '../../src/look/look.ts';
import { openPages } from '../http/pages/open-pages.ts';
import { publishComposed } from '../http/pages/publish-samples.ts';
import { TUESDAY } from '../support/comparisons.ts';
import { SLOT } from '../support/issues.ts';
import { aLogo } from '../support/samples/logos.ts';

const TOKENS = { unsubscribe: 'u', preferences: 'p' };

test('an issue that went out keeps its look when the look changes, and its logo stays', async () => {
  const pages = await openPages();
  try {
    const { logo, png } = aLogo();
    const look = { ...DEFAULT_LOOK, accent: '#f06a1a', logo };
    await pages.lookStore.saveLook({ look, png, revision: 0, at: TUESDAY });
    await publishComposed(pages);
    const frozen = await pages.issueStore.readFrozenIssue(SLOT);
    expect(frozen?.look).toEqual({ accent: '#f06a1a', logo });
    await pages.lookStore.saveLook({ look: DEFAULT_LOOK, png: null, revision: 1, at: TUESDAY + 1 });
    const later = await pages.issueStore.readFrozenIssue(SLOT);
    expect(later).toEqual(frozen);
    const html = fillTemplate(later?.html ?? { fixed: [''], places: [] }, TOKENS);
    expect(html).toContain('#f06a1a');
    expect(html).toContain(`src="https://verdicts.test/logo/${logo.hash}.png"`);
    expect((await pages.get(`/logo/${logo.hash}.png`)).status).toBe(200);
    expect((await pages.get(`/logo/${'0'.repeat(64)}.png`)).status).toBe(404);
  } finally {
    pages.close();
  }
});
