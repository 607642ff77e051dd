import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { projectPath } from '../../src/project-path.ts';
import { openBrowser } from '../support/browser.ts';
import { ISSUES, issueSpecimen, letterSpecimen } from './support/laboratory.ts';

// `npm run shots` writes the pictures of docs/ anew: look at each of them before committing it.

const DEVICES = { phone: 375, desktop: 700 } as const;

interface Shot {
  of: string;
  device: keyof typeof DEVICES;
  scheme: 'light' | 'dark';
  /** In pixels; without it, all of the mail. */
  height?: number;
  file: string;
}

const USUAL = 'a usual week';
const HEIGHT = 1_100;

/** Every issue once on a phone and once on a desktop, in either scheme; the usual week in all four ways, two in full. */
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
  return (await (digest === undefined ? letterSpecimen('confirm') : issueSpecimen(digest))).html;
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
await browser.close();
process.stdout.write(`${SHOTS.length} pictures in docs/, ${Math.round(bytes / 1024)} KiB\n`);
