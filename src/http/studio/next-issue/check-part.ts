import { html } from 'hono/html';
import { MAX_PREHEADER_LENGTH } from '../../../digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../../digest/compose-subject.ts';
import type { IssueProblem, ProblemPlace } from '../../../issues/problems/issue-problem.ts';
import { formatKiB } from '../../../issues/problems/max-html-size.ts';
import { counted } from '../../../shared/counted.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import { actionRoute } from '../actions/actions-part.ts';
import { button } from '../frame/components/buttons.ts';
import { type Check, checklist, checklistCount } from '../frame/components/checklist.ts';
import { lengthOf } from '../frame/components/field.ts';
import { card } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { pastTime } from '../frame/times.ts';
import { inSettingWords } from '../settings/settings-words.ts';
import { listedProblems, mustFix } from './home-state.ts';
import { leftOutChecks } from './left-out-checks.ts';
import type { Home } from './read-home.ts';
import { titleOf } from './read-tools.ts';

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
    ...others.map((problem) => checkOf(problem, home, path)),
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
      action: goTo(first.place, path, one ? 'Add the link' : 'Add links'),
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
  const own = ownWords(problem, home);
  const { what, note } = own ?? split(inStudioWords(problem, home));
  const action = goTo(problem.place, path, wayWords(problem));
  return { level, what: isolated(what), ...(note !== '' && { note: isolated(note) }), action };
}

const isolated = (text: string) => html`<bdi>${displayLine(text)}</bdi>`;

/** Problems whose words elsewhere name settings, limits or slugs that an editor need not know. */
function ownWords({ code, place }: IssueProblem, { preview }: Home): { what: string; note: string } | null {
  const issue = preview?.issue;
  const over = (text: string, limit: number) => counted(lengthOf(text) - limit, 'character');
  switch (code) {
    case 'subject-too-long':
      return {
        what: `The subject is ${over(issue?.copy?.subject ?? '', MAX_SUBJECT_LENGTH)} too long.`,
        note: '',
      };
    case 'preheader-too-long':
      return {
        what: `The preview text is ${over(issue?.copy?.preheader ?? '', MAX_PREHEADER_LENGTH)} too long.`,
        note: '',
      };
    case 'subject-looks-like-reply':
      return { what: 'The subject begins like a reply', note: 'Filters take that for spam.' };
    case 'subject-shouts':
      return { what: 'The subject is in capitals', note: 'Filters take that for spam.' };
    case 'preheader-repeats-subject':
      return { what: 'The preview text repeats the subject', note: 'Mailboxes show the two side by side.' };
    case 'html-too-large':
      return {
        what: `The mail is too long: ${formatKiB(issue?.bytes.html ?? 0)} KB of at most 90.`,
        note: `Gmail cuts what is longer. ${shorteningOf(place)}.`,
      };
    case 'html-large':
      return {
        what: `The mail is nearly too long: ${formatKiB(issue?.bytes.html ?? 0)} KB of at most 90`,
        note: 'Gmail cuts what is longer.',
      };
    default:
      return null;
  }
}

/**
 * Without the way to a page that the button leads to, and settings by their labels; what refuses a real send is said in
 * the same words everywhere.
 */
function inStudioWords({ place, message }: IssueProblem, home: Home): string {
  if (place === 'settings' || place === 'actions') return titled(message, home);
  const withoutPage = message.replace(/ in the studio, at \/studio\/comparisons\/[^\s,]+(?=[,.])/, '');
  const withoutCommand = withoutPage.replace(
    /run: verdicts issue edit \S+ --pin <slug>/,
    'choose “Add anyway” under “Not in this issue”',
  );
  return inSettingWords(titled(withoutCommand, home));
}

/** Slugs become titles. */
function titled(message: string, { preview, tools }: Home): string {
  const slugs = [...(preview?.issue.items ?? []), ...(preview?.issue.heldBack ?? [])].map(({ slug }) => slug);
  const slug = slugs.find((one) => message.startsWith(`${one} `) || message.startsWith(`${one}:`));
  return slug === undefined ? message : titleOf(slug, tools) + message.slice(slug.length);
}

/** The first sentence is what is wrong, the rest why and what to do. */
function split(message: string): { what: string; note: string } {
  const [, what = message, note = ''] = /^(.+?[.!?])\s+(.+)$/s.exec(message) ?? [];
  return { what, note };
}

const WAYS: Partial<Record<IssueProblem['code'], string>> = {
  'subject-too-long': 'Shorten it',
  'preheader-too-long': 'Shorten it',
  'subject-looks-like-reply': 'Reword it',
  'subject-shouts': 'Reword it',
  'preheader-repeats-subject': 'Change it',
  'sponsor-without-text': 'Write it',
  'too-few-items': 'Choose comparisons',
  'unknown-verdict': 'Add it',
  'contradictory-panel': 'Correct it',
  'unknown-fields': 'Add it',
};

function wayWords({ code, message, place }: IssueProblem): string {
  const line = code === 'markdown-not-shown' ? /^Line (\d+)/.exec(message)?.[1] : undefined;
  if (line !== undefined) return `Go to line ${line}`;
  if (place === 'settings') return 'Open settings';
  if (code === 'html-too-large' || code === 'html-large') return shorteningOf(place);
  return WAYS[code] ?? (typeof place === 'object' ? 'Show it' : 'Go to it');
}

/** How a mail becomes shorter: by its longest text, or without any by fewer comparisons. */
function shorteningOf(place: ProblemPlace): string {
  switch (place) {
    case 'intro':
      return 'Shorten the intro';
    case 'sponsorText':
      return 'Shorten the sponsor’s text';
    case 'closing':
      return 'Shorten the closing note';
    default:
      return 'Leave out a comparison';
  }
}

/** Where on the page, or in the studio, a problem is fixed; undefined if it is elsewhere. */
function goTo(place: ProblemPlace, path: Path, words: string): Markup | undefined {
  const href = hrefOf(place, path);
  return href === null ? undefined : button({ words, href, isSlim: true });
}

function hrefOf(place: ProblemPlace, path: Path): string | null {
  if (typeof place === 'object') return path(`${COMPARISONS}/${place.slug}`);
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
