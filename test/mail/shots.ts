import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { addSamples } from '../../src/demo/add-samples.ts';
import { DAY_MS } from '../../src/shared/durations.ts';
import { projectPath } from '../../src/shared/project-path.ts';
import { openBrowser } from '../support/browser.ts';
import { HERE, openStudio } from '../support/http/studio.ts';
import { emailSpecimen, ISSUES, issueSpecimen } from './support/specimens.ts';

// `npm run shots` takes the screenshots in docs/ again: look at each of them before committing it.

const DEVICES = { phone: 375, desktop: 700 } as const;

interface Shot {
  of: string;
  device: keyof typeof DEVICES;
  scheme: 'light' | 'dark';
  /** In pixels; the whole email by default. */
  height?: number;
  file: string;
}

const USUAL = 'a usual week';
const HEIGHT = 1_100;

/**
 * Every issue once on a phone and once on a desktop, in either scheme; the usual week in all four ways, two of them
 * full length.
 */
const SHOTS: readonly Shot[] = [
  { of: USUAL, device: 'desktop', scheme: 'light', height: HEIGHT, file: 'issue.png' },
  { of: USUAL, device: 'phone', scheme: 'dark', height: 900, file: 'issue-phone-dark.png' },
  { of: USUAL, device: 'phone', scheme: 'light', file: 'mail/usual-week-phone-light.png' },
  { of: USUAL, device: 'desktop', scheme: 'dark', file: 'mail/usual-week-desktop-dark.png' },
  ...Object.keys(ISSUES)
    .filter((name) => name !== USUAL)
    .flatMap((of, index) => [shot(of, 'phone', index), shot(of, 'desktop', index + 1)]),
  {
    of: 'a confirmation',
    device: 'phone',
    scheme: 'light',
    height: 620,
    file: 'mail/confirmation-phone-light.png',
  },
];

function shot(of: string, device: Shot['device'], turn: number): Shot {
  const scheme = turn % 2 === 0 ? 'light' : 'dark';
  const name = of.replaceAll(' ', '-');
  return { of, device, scheme, height: HEIGHT, file: `mail/${name}-${device}-${scheme}.png` };
}

async function htmlOf(name: string): Promise<string> {
  const digest = ISSUES[name];
  return (await (digest === undefined ? emailSpecimen('confirm') : issueSpecimen(digest))).html;
}

/** The studio's first page, on the demo's week. */
async function shootStudio(): Promise<number> {
  const studio = await openStudio();
  // The day before, as an editor usually looks.
  studio.clock.advance(-DAY_MS);
  await addSamples({ ...studio, signingSecrets: ['s'.repeat(32)] });
  const page = await browser.open({ viewport: { width: 1_280, height: 860 } });
  await page.route('**', async (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname === '/studio/events') return route.abort();
    const answer = await studio.visit(`${pathname}${search}`);
    const body = Buffer.from(await answer.arrayBuffer());
    return route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body });
  });
  await page.goto(`${HERE}/studio`, { waitUntil: 'load' });
  const picture = await page.screenshot();
  await writeFile(projectPath('docs', 'studio.png'), picture);
  studio.close();
  return picture.length;
}

const browser = await openBrowser();
let bytes = 0;
for (const { of, device, scheme, height, file } of SHOTS) {
  const viewport = { width: DEVICES[device], height: height ?? 600 };
  const page = await browser.open({ viewport, colorScheme: scheme });
  await page.setContent(await htmlOf(of));
  const picture = await page.screenshot({ fullPage: height === undefined });
  await page.context().close();
  const path = projectPath('docs', file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, picture);
  bytes += picture.length;
}
bytes += await shootStudio();
await browser.close();
process.stdout.write(`${SHOTS.length + 1} pictures in docs/, ${Math.round(bytes / 1024)} KiB\n`);
