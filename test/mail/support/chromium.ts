import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { isMissing } from '../../support/needs.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const executablePath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find(isExecutable);

/** Whether tests in a browser must be skipped here, having said so. */
export function lacksBrowser(): boolean {
  const present = executablePath !== undefined;
  return isMissing({ tool: 'a browser', present, install: 'apt-get install -y chromium, as root' });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface TestBrowser {
  /** A page of its own, which reaches nothing. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** The addresses that pages asked for. */
  requests(): string[];
  close(): Promise<void>;
}

/** Starts the machine's browser without any way to the network. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND'],
  });
  const requests: string[] = [];
  return {
    open: async (options = {}) => {
      const context = await browser.newContext(options);
      context.setDefaultTimeout(15_000);
      context.on('request', (request) => requests.push(request.url()));
      return context.newPage();
    },
    requests: () => [...requests],
    close: () => browser.close(),
  };
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Webmail puts a mail into its own page, which has the landmarks; a mail with a second `main` would confuse it. */
const WEBMAILS_OWN = ['landmark-one-main', 'region'];

/**
 * What axe finds wrong with a page as it is shown now, a line for each element: the rules of WCAG 2.2 on levels A and
 * AA and best practices. A contrast that it cannot tell is wrong too.
 */
export async function axe(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axeSource);
  const options = {
    runOnly: RULES,
    resultTypes: ['violations', 'incomplete'],
    rules: Object.fromEntries(WEBMAILS_OWN.map((rule) => [rule, { enabled: false }])),
  };
  const { violations, incomplete } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify(options)})`,
  );
  const untold = incomplete.filter(({ id }) => id === 'color-contrast');
  return [...violations, ...untold].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}

/** How many pixels of a page cannot be seen without scrolling sideways. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');
}
