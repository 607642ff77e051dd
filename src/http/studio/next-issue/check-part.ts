import { html } from 'hono/html';
import type { IssueProblem, ProblemPlace } from '../../../issues/problems/issue-problem.ts';
import { counted } from '../../../shared/counted.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import { actionRoute } from '../actions/action-route.ts';
import { comparisonRoute } from '../comparisons/routes.ts';
import { button } from '../frame/components/buttons.ts';
import { type Check, checklist, checklistCount } from '../frame/components/checklist.ts';
import { card } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { pastTime } from '../frame/times.ts';
import { listedProblems, mustFix } from './home-state.ts';
import { leftOutChecks } from './left-out-checks.ts';
import { groupProblems, problemWords, shorteningOf } from './problem-words.ts';
import type { Home } from './read-home.ts';
import { titlesOf } from './read-tools.ts';

type Path = StudioEnv['Variables']['path'];

/** "Before it goes out": what must be fixed, what is worth a look, what is done and what is not, each with its way. */
export function checkPart(home: Home, path: Path): Markup {
  const checks = checksOf(home, path);
  return card({
    id: 'before',
    title: 'Before it goes out',
    aside: checklistCount(checks),
    body: checklist(checks),
    isLive: true,
  });
}

/** How many things must be fixed before the issue can go out. */
export function fixCount(home: Home): number {
  return checksOf(home, (route) => route).filter(({ level }) => level === 'must').length;
}

/** @param path For the links. */
export function checksOf(home: Home, path: Path): Check[] {
  const problems = listedProblems(home);
  const unlinked = problems.filter(({ code }) => code === 'no-url');
  const others = problems.filter(({ code }) => code !== 'no-url');
  return [
    ...groupProblems(others).map((problem) => checkOf(problem, home, path)),
    ...audienceCheck(home, path),
    ...linkCheck(unlinked, path),
    ...leftOutChecks(home),
    ...fitCheck(home),
    ...testCheck(home, path),
  ];
}

function audienceCheck({ audience }: Home, path: Path): Check[] {
  if (audience.prepared > 0) return [];
  const note =
    audience.candidates === 0
      ? 'No subscriber is confirmed.'
      : `${counted(audience.candidates, 'subscriber')} confirmed, but none can be mailed now.`;
  const way = { words: 'Add subscribers', href: path('/studio/subscribers'), isSlim: true };
  return [{ level: 'must', what: 'Nobody would get it.', note, action: button(way) }];
}

function linkCheck(unlinked: readonly IssueProblem[], path: Path): Check[] {
  const [first] = unlinked;
  if (first === undefined) return [];
  const one = unlinked.length === 1;
  return [
    {
      level: 'look',
      what: `${counted(unlinked.length, 'comparison')} ${one ? 'has' : 'have'} no link`,
      note: 'Readers can’t open the full text.',
      action: goTo(fieldPath(first.place, 'url', path), one ? 'Add the link' : 'Add links'),
    },
  ];
}

/** Said once there is a mail, and nothing is wrong with what it says. */
function fitCheck({ preview }: Home): Check[] {
  if (preview?.sample == null) return [];
  const parts = ['subject', 'preheader', 'size'];
  const isWrong = preview.issue.problems.some(
    ({ place }) => typeof place === 'string' && parts.includes(place),
  );
  return isWrong ? [] : [{ level: 'done', what: 'Subject, preview text and mail size fit' }];
}

function testCheck({ slot, preview, lastTestAt, now, zone }: Home, path: Path): Check[] {
  if (preview?.sample == null) return [];
  const href = path(actionRoute(slot, 'test'));
  if (lastTestAt === null)
    return [
      {
        level: 'open',
        what: 'No test sent yet',
        action: button({ words: 'Send me a test', href, isSlim: true }),
      },
    ];
  return [
    {
      level: 'done',
      what: `Test sent ${pastTime(lastTestAt, { now, zone })}`,
      action: button({ words: 'Send another', href, kind: 'quiet', isSlim: true }),
    },
  ];
}

const COMPARISONS = '/studio/comparisons';
const SETTINGS = '/studio/settings';

/** What is wrong, by a title, and the way to fix it. */
function checkOf(problem: IssueProblem, home: Home, path: Path): Check {
  const level = mustFix(problem) ? 'must' : 'look';
  const { preview, tools, selection } = home;
  const issue = preview?.issue ?? null;
  const { what, note } = problemWords(problem, { issue, titles: titlesOf(tools), selection });
  const action = wayOf(problem, home, path);
  return { level, what: isolated(what), ...(note !== '' && { note: isolated(note) }), action };
}

const isolated = (text: string) => html`<bdi>${displayLine(text)}</bdi>`;

const WAYS: Partial<Record<IssueProblem['code'], string>> = {
  'subject-too-long': 'Shorten it',
  'preheader-too-long': 'Shorten it',
  'subject-looks-like-reply': 'Reword it',
  'subject-shouts': 'Reword it',
  'preheader-repeats-subject': 'Change it',
  'sponsor-without-text': 'Write it',
  'too-few-items': 'Choose comparisons',
  'unknown-fields': 'Add it',
  'unknown-verdict': 'Add it',
  'contradictory-panel': 'Correct it',
};

/** The field of a comparison that a problem is about. */
function fieldOf({ code, message }: IssueProblem): string | undefined {
  if (code === 'unknown-verdict' || code === 'contradictory-panel') return 'verdict';
  if (code !== 'unknown-fields') return undefined;
  return FACTS.find(([words]) => message.includes(words))?.[1];
}

const FACTS = [
  ['no category', 'category'],
  ['no tagline', 'tagline'],
  ['no price', 'pricing'],
  ['no “best for”', 'bestFor'],
] as const;

/** One button: the way to fix it; undefined if that is elsewhere. */
function wayOf(problem: IssueProblem, { preview }: Home, path: Path): Markup | undefined {
  const { code, place } = problem;
  if (code === 'too-few-items' && preview?.issue.heldBack.length === 0)
    return goTo(path(COMPARISONS), 'Add comparisons');
  const href = typeof place === 'object' ? fieldPath(place, fieldOf(problem), path) : hrefOf(place, path);
  return goTo(href, wayWords(problem));
}

function fieldPath(place: ProblemPlace, field: string | undefined, path: Path): string | null {
  return typeof place === 'object' ? path(comparisonRoute(place.slug, field)) : null;
}

function wayWords({ code, message, place }: IssueProblem): string {
  const line = code === 'markdown-not-shown' ? /^Line (\d+)/.exec(message)?.[1] : undefined;
  if (line !== undefined) return `Go to line ${line}`;
  if (place === 'settings') return 'Open settings';
  if (code === 'html-too-large' || code === 'html-large') return shorteningOf(place);
  return WAYS[code] ?? (typeof place === 'object' ? 'Show it' : 'Go to it');
}

function goTo(href: string | null, words: string): Markup | undefined {
  return href === null ? undefined : button({ words, href, isSlim: true });
}

/** Where on the page, or in the studio, a problem is fixed; null if it is elsewhere. */
function hrefOf(place: Exclude<ProblemPlace, object>, path: Path): string | null {
  switch (place) {
    case 'settings':
      return path(SETTINGS);
    case 'mail':
    case 'actions':
      return null;
    case 'size':
      return '#items';
    default:
      return `#${place}`;
  }
}
