import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import { counted } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { MAX_TEST_RECIPIENTS } from '../actions/action-form.ts';
import { actionRoute } from '../actions/action-route.ts';
import {
  type ActionFacts,
  actionLabel,
  reasonUnavailable,
  type StudioAction,
} from '../actions/issue-action.ts';
import { situationTag } from '../actions/issue-situation.ts';
import { button, type MenuItem, menu } from '../frame/components/buttons.ts';
import { field } from '../frame/components/field.ts';
import { icon } from '../frame/components/icons.ts';
import { badge, statusBadge } from '../frame/components/marks.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { dayAndTime, fullDayAndTime, nextTime, pastTime, weekName } from '../frame/times.ts';
import { fixCount } from './check-part.ts';
import { type HomeState, hasActionBar, isShort, refusals } from './home-state.ts';
import type { Home } from './read-home.ts';

interface Heading {
  home: Home;
  state: HomeState;
  path: StudioEnv['Variables']['path'];
  /** Prefilled where a test goes. */
  editor: string;
}

/** What the issue is, where it stands, and the one thing to do; the rest is in a menu. */
export function homeHeading(heading: Heading): Markup {
  const { home, state } = heading;
  const items = menuItems(heading);
  return html`<div class="head">
<div class="what" id="slot" data-live><div class="title"><h1>Next issue</h1>${stateBadge(home, state)}</div><p class="line">${line(home, state)}</p></div>
<div class="actions${hasActionBar(state) && ' act-bar'}" id="bar" data-live-whole>
<div class="contents" id="primary" data-live>${primary(heading)}</div>
${hasTest(home, state) && testPanel(heading)}
${items.length > 0 && html`<div class="contents" id="more" data-live>${menu({ id: 'more-menu', words: 'More', items })}</div>`}
</div></div>`;
}

/** What the words of the issue's actions say. */
export function actionFacts({ dueAt, now, zone, audience }: Home): ActionFacts {
  const isAhead = dueAt !== null && dueAt > now;
  return { when: isAhead ? nextTime(dueAt, { now, zone }) : null, recipients: audience.prepared };
}

function stateBadge(home: Home, state: HomeState): Markup {
  const { status, review } = home.situation;
  if (state === 'first-run') return badge('Nothing to send yet');
  if (state === 'undecided') return badge('Paused: needs you', 'bad');
  if (state === 'draft' && review === 'required' && fixCount(home) === 0)
    return badge('Needs approval', 'warn');
  return statusBadge(status);
}

function line(home: Home, state: HomeState): Markup {
  const { slot, situation, now, zone, dueAt } = home;
  const { issue, review } = situation;
  const week = weekName(slot, home);
  const past = (instant: number | null | undefined, what: string) =>
    instant == null ? week : `${week} · ${what} ${pastTime(instant, { now, zone })}`;
  switch (state) {
    case 'first-run':
      return html`${dueAt === null ? 'No date is set.' : `The first issue can go out on ${fullDayAndTime(dueAt, zone)}.`}`;
    case 'approved':
      return html`${past(issue?.frozenAt, 'Approved')}.${refusals(home).length === 0 && ' Goes out by itself.'}`;
    case 'sending':
    case 'paused':
    case 'undecided':
      return html`${past(issue?.sendingAt, 'Began')}`;
    case 'skipped':
      return html`${week} · Nothing goes out this week`;
    case 'over':
      return html`${past(issue?.finishedAt, 'Ended')}`;
    case 'held':
    case 'late':
      return html`${week}${dueAt !== null && ` · ${dueAt > now ? 'Would go out' : 'Was due'} ${dayAndTime(dueAt, zone)}`}`;
    case 'draft':
      return html`${week}${fixCount(home) === 0 && draftLine({ dueAt, now, zone, review })}`;
  }
}

function draftLine({
  dueAt,
  now,
  zone,
  review,
}: Pick<Home, 'dueAt' | 'now' | 'zone'> & { review: 'auto' | 'required' }): string {
  if (dueAt === null) return ' · No date is set for this week.';
  if (dueAt <= now) return ` · Was due ${dayAndTime(dueAt, zone)}.`;
  return review === 'required'
    ? ' · It goes out only if somebody approves it before then.'
    : ` · Goes out by itself on ${fullDayAndTime(dueAt, zone)}.`;
}

/** The action that comes next; a state without one has a second action here, such as a pause. */
function primary(heading: Heading): Markup {
  const { home, state, path } = heading;
  const { situation } = home;
  const facts = actionFacts(home);
  const asks = (action: StudioAction) =>
    button({
      words: actionLabel(action, situation, facts),
      href: path(actionRoute(home.slot, action)),
      kind: 'primary',
      id: `do-${action}`,
    });
  switch (state) {
    case 'first-run':
      return addComparisons(path);
    case 'draft':
    case 'late':
      return fixFirst(home) ?? readyAction(heading, asks);
    case 'held':
      return atOnce(heading, 'resume', 'primary');
    case 'approved':
      return atOnce(heading, 'hold', 'second');
    case 'sending':
      return atOnce(heading, 'pause', 'second', 'Pause');
    case 'paused':
      return atOnce(heading, 'resume', 'primary');
    case 'skipped':
      return isShort(home) ? addComparisons(path) : atOnce(heading, 'resume', 'primary');
    case 'undecided':
    case 'over':
      return html``;
  }
}

function addComparisons(path: Heading['path']): Markup {
  return button({ words: 'Add comparisons', href: path('/studio/comparisons'), kind: 'primary' });
}

function fixFirst(home: Home): Markup | null {
  const count = fixCount(home);
  if (count === 0) return null;
  return button({
    words: `Fix ${counted(count, 'thing')} first`,
    href: '#before',
    kind: 'primary',
    id: 'fix',
  });
}

/** A draft that goes out by itself needs nothing more; one may look at it in a mailbox. */
function readyAction({ home, state }: Heading, asks: (action: StudioAction) => Markup): Markup {
  const { when } = actionFacts(home);
  if (state === 'late' || when === null) return asks('send');
  return home.situation.review === 'required' ? asks('approve') : html``;
}

/** Done at once: it can be taken back as easily. */
function atOnce(
  { home, path }: Heading,
  action: StudioAction,
  kind: 'primary' | 'second',
  words = actionLabel(action, home.situation),
): Markup {
  return html`<form method="post" action="${path(actionRoute(home.slot, action))}"><input type="hidden" name="seen" value="${situationTag(home.situation)}">${button({ words, kind, id: `do-${action}` })}</form>`;
}

function hasTest({ preview }: Home, state: HomeState): boolean {
  return (
    preview?.sample != null &&
    (state === 'draft' || state === 'held' || state === 'late' || state === 'approved')
  );
}

/** Whether a test is the first thing to do, because nothing else is. */
function isTestFirst({ home, state }: Heading): boolean {
  const { situation } = home;
  return (
    state === 'draft' &&
    situation.review === 'auto' &&
    actionFacts(home).when !== null &&
    fixCount(home) === 0
  );
}

/** Not replaced when the page updates itself, so that nothing typed is lost. */
function testPanel(heading: Heading): Markup {
  const { home, path, editor } = heading;
  const look = isTestFirst(heading) ? 'btn primary' : 'btn';
  return html`<details class="menu ${!isTestFirst(heading) && 'not-phone'}" id="test"><summary class="${look}" id="test-open">Send a test ${icon('down', 16)}</summary>
<form class="list panel stack-8" method="post" action="${path(actionRoute(home.slot, 'test'))}"><span id="has-test${isTestFirst(heading) && '-first'}" data-live></span><input type="hidden" name="wish" value="${randomUUID()}">
${field({ name: 'to', label: 'Email addresses', value: editor, hint: `Up to ${MAX_TEST_RECIPIENTS}, separated by commas. It goes to nobody else.` })}
${button({ words: 'Send test', isSlim: true, kind: 'primary' })}</form></details>`;
}

function menuItems({ home, state, path }: Heading): MenuItem[] {
  const { situation, slot, now, zone, dueAt } = home;
  const facts = actionFacts(home);
  const item = (action: StudioAction, words: string, note?: string): MenuItem[] =>
    reasonUnavailable(action, situation) === null
      ? [
          {
            words,
            href: path(actionRoute(slot, action)),
            id: `do-${action}`,
            ...(note !== undefined && { note }),
            ...(action === 'cancel' && { ends: true }),
          },
        ]
      : [];
  const isFit = fixCount(home) === 0;
  const waiting =
    facts.when === null || dueAt === null ? '' : `, without waiting for ${nextTime(dueAt, { now, zone })}`;
  const sendNow = item('send', 'Send now…', `To ${counted(home.audience.prepared, 'subscriber')}${waiting}`);
  const test: MenuItem[] = hasTest(home, state)
    ? item('test', 'Send a test…').map((one) => ({ ...one, isPhoneOnly: true }))
    : [];
  const skip = item('skip', 'Skip this week…', 'Its comparisons move to the next issue');
  const hold = item('hold', 'Put on hold…', 'It will not go out until you release it');
  switch (state) {
    case 'draft': {
      const approve =
        situation.review === 'auto' && facts.when !== null
          ? item('approve', 'Approve now…', 'Locks it as it is until it goes out')
          : [];
      const isSendFirst = facts.when === null;
      return [
        ...test,
        ...(isFit ? approve : []),
        ...(isFit && !isSendFirst ? sendNow : []),
        ...hold,
        ...skip,
      ];
    }
    case 'approved':
      return [...test, ...sendNow];
    case 'held':
      return [...test, ...(isFit ? sendNow : []), ...skip];
    case 'late':
      return [...test, ...item('resume', 'Release as a draft…', 'It can be approved again'), ...skip];
    case 'skipped':
      return item('resume', 'Take the skip back…', 'It is a draft again at once').filter(() => isShort(home));
    case 'sending':
    case 'paused':
    case 'undecided':
      return item('cancel', 'Stop for good…', 'Who has it keeps it; nobody else gets it');
    default:
      return [];
  }
}
