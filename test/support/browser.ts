import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { isMissing } from './needs.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const executablePath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find(isExecutable);

/** Whether tests in a browser are skipped here, with a message. */
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

/** Host names that a test may look up; the browser finds no other. */
const HERE = ['127.0.0.1', 'localhost'];

export interface TestBrowser {
  /** A page with its own cookies and storage. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** The URLs of all requests to other machines, failed ones included. */
  requestsElsewhere(): string[];
  close(): Promise<void>;
}

/** Starts the machine's browser without access to the network. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      `--host-resolver-rules=MAP * ~NOTFOUND, ${HERE.map((name) => `EXCLUDE ${name}`).join(', ')}`,
    ],
  });
  const elsewhere: string[] = [];
  return {
    open: async (options = {}) => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      context.setDefaultTimeout(30_000);
      context.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (protocol.startsWith('http') && !HERE.includes(hostname)) elsewhere.push(request.url());
      });
      return context.newPage();
    },
    requestsElsewhere: () => [...elsewhere],
    close: () => browser.close(),
  };
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of WCAG 2.2 on levels A and AA, and best practices. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Rules {
  /** Rules that do not apply to this page. */
  except?: readonly string[];
  /** These rules and no others. */
  only?: readonly string[];
  /** A contrast that axe cannot determine counts as an error too. */
  everyContrast?: boolean;
}

/** The problems that axe finds on a page as it is shown now, one line for each element. */
export async function axe(
  page: Page,
  { except = [], only, everyContrast = false }: Rules = {},
): Promise<string[]> {
  // By the debugger, since the pages' own policy allows no injected script.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axeSource);
  const options = {
    runOnly: only === undefined ? RULES : { type: 'rule', values: only },
    resultTypes: ['violations', 'incomplete'],
    // Frames contain emails, which are examined separately.
    iframes: false,
    preload: false,
    rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])),
  };
  const { violations, incomplete } = await page.evaluate<AxeResults>(
    `axe.run(document, ${JSON.stringify(options)})`,
  );
  const untold = incomplete.filter(({ id }) => everyContrast && id === 'color-contrast');
  return [...violations, ...untold].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}

/** How many pixels of a page are hidden without scrolling sideways. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');
}
