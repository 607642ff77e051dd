import type { Context } from 'hono';
import { html } from 'hono/html';
import { addWeeks } from '../../../schedule/slot.ts';
import { counted } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { fold, pairs } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import { card } from '../frame/components/page-heading.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { fullDayAndTime, nextTime, weekName } from '../frame/times.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { checkPart } from './check-part.ts';
import { firstRun } from './first-run.ts';
import { glancePart } from './glance-part.ts';
import { homeHeading } from './home-heading.ts';
import { type HomeState, homeState, isShort, isWriting, refusals } from './home-state.ts';
import { picksPart } from './picks-part.ts';
import { previewPane, viewIn } from './preview-pane.ts';
import type { Home } from './read-home.ts';
import { titleOf } from './read-tools.ts';
import { pauseNotice, sendingCard, soFarCard, undecidedForm } from './sending-card.ts';
import { textPart } from './text-part.ts';

/** The page of an issue that can still go out, in every state. */
export function homePage(
  context: Context<StudioEnv>,
  { home, deps, above }: { home: Home; deps: StudioDeps; above: Markup | false },
): Markup {
  const { path } = context.var;
  const state = homeState(home);
  const editor = deps.config.editor?.email ?? '';
  return html`<div class="stack" id="home" data-live-whole>
<div id="state-${state}" data-live></div>
${above}
${homeHeading({ home, state, path, editor })}
${bodyOf(context, { home, state, deps })}
</div>
<p class="apart" id="said" role="status"></p>`;
}

interface Body {
  home: Home;
  state: HomeState;
  deps: StudioDeps;
}

function bodyOf(context: Context<StudioEnv>, body: Body): Markup {
  const { home, state, deps } = body;
  const { path } = context.var;
  if (home.failed !== null) return brokenTemplates(home.failed);
  switch (state) {
    case 'first-run':
      return firstRun(home, { config: deps.config, path });
    case 'sending':
      return html`${obstacleNotice(home)}${sendingCard(home)}${besides(context, body)}`;
    case 'paused':
      return html`<div id="pause" data-live>${pauseNotice(home, state)}</div>${obstacleNotice(home)}${sendingCard(home)}${besides(context, body)}`;
    case 'undecided':
      return html`<div id="pause" data-live>${pauseNotice(home, state)}</div>${obstacleNotice(home)}${sendingCard(home)}${undecidedForm(home, path)}`;
    case 'over':
      return overPart(home, path);
    case 'skipped':
      return skippedPart(home, { path, config: deps.config });
    case 'approved':
      return html`<div id="approved" data-live>${refusedNotice(home, path) ?? approvedNotice(home)}</div>${glancePart(home, path)}${desk(context, body, lockedPart(home))}`;
    default:
      return html`<div id="held" data-live>${!isWriting(state) || state === 'draft' ? '' : heldNotice(home)}</div>${glancePart(home, path)}${desk(context, body, html`${checkPart(home, path)}${writingForm(body, path)}`)}`;
  }
}

/** What is written beside the preview; below 960 px one of them at a time. */
function desk(context: Context<StudioEnv>, body: Body, written: Markup): Markup {
  const isLooking = context.req.query('view') !== undefined;
  return html`<div class="writing">
<div class="seg switch" role="group" aria-label="Show"><label><input type="radio" name="pane" id="pane-write"${!isLooking && html` checked`}>Write</label><label><input type="radio" name="pane" id="pane-look"${isLooking && html` checked`}>Preview</label></div>
<div class="cols write"><div class="written stack">${written}</div>
${paneOf(context, body)}</div></div>`;
}

/** The mail that is going out, and what happened so far. */
function besides(context: Context<StudioEnv>, body: Body): Markup {
  return html`<div class="cols two-one">${paneOf(context, body)}${soFarCard(body.home)}</div>`;
}

function paneOf(context: Context<StudioEnv>, { home, deps }: Body): Markup {
  return previewPane(context, {
    slot: home.slot,
    preview: home.preview,
    view: viewIn(context),
    base: `${context.var.path('/studio')}?slot=${home.slot}`,
    transport: deps.transport.name,
    at: home.dueAt ?? home.now,
    zone: home.zone,
  });
}

/** One form for texts and comparisons, so that no button loses what was typed. */
function writingForm({ home, deps }: Body, path: StudioEnv['Variables']['path']): Markup {
  return html`<form id="edit" class="stack" method="post" action="${path('/studio/edit')}?slot=${home.slot}" novalidate>
<button class="apart" tabindex="-1" aria-hidden="true">Save</button>
${textPart(home)}
${picksPart(home, { path, lookbackDays: deps.config.selection.lookbackDays })}
</form>`;
}

function approvedNotice({ dueAt, now, zone }: Home): Markup {
  const isAhead = dueAt !== null && dueAt > now;
  return notice({
    tone: 'good',
    isAnnounced: false,
    what: isAhead ? `Approved for ${fullDayAndTime(dueAt, zone)}.` : 'Approved. It goes out within a minute.',
    rest: 'Nothing is left to do. The text is locked; who gets it is counted when it goes out.',
  });
}

/** An approved issue that a real send would refuse: why, and the way out; null if nothing stops it. */
function refusedNotice(home: Home, path: StudioEnv['Variables']['path']): Markup | null {
  const refused = refusals(home);
  if (refused.length === 0) return null;
  const inSettings = refused.some(({ place }) => place === 'settings');
  return notice({
    tone: 'bad',
    id: 'refused',
    what: 'Approved, but it can’t go out like this.',
    more: html`<ul>${refused.map(({ message }) => html`<li>${isolatedText(message)}</li>`)}</ul>${!inSettings && html`<p>To do that here, <a href="#do-hold">unlock it</a>, then approve it.</p>`}`,
    actions: [
      inSettings && button({ words: 'Open settings', href: path('/studio/settings'), isSlim: true }),
    ].filter((action) => action !== false),
  });
}

/** What goes out, as it is locked. */
function lockedPart({ preview, tools, situation }: Home): Markup {
  const copy = preview?.issue.copy;
  const items = preview?.issue.items ?? [];
  const [lead, others] = [items.find(({ featured }) => featured), items.filter(({ featured }) => !featured)];
  const title = (slug: string) => html`<bdi dir="ltr">${titleOf(slug, tools)}</bdi>`;
  return card({
    id: 'locked',
    title: 'What goes out',
    isLive: true,
    body: html`${pairs([
      ['Subject', isolatedText(copy?.subject ?? situation.issue?.subject ?? '')],
      ['Preview text', isolatedText(copy?.preheader ?? '')],
      lead !== undefined && ['Lead', title(lead.slug)],
      others.length > 0 && [
        lead === undefined ? 'Comparisons' : 'Then',
        html`<ol>${others.map(({ slug }) => html`<li>${title(slug)}</li>`)}</ol>`,
      ],
    ])}
<p class="hint foot">To change anything, unlock it. It then needs your approval again.</p>`,
  });
}

/** Why it is on hold, and the ways out. */
function heldNotice(home: Home): Markup {
  const { situation, dueAt, now, zone, audience } = home;
  const { issue } = situation;
  const isAhead = dueAt !== null && dueAt > now;
  const byEditor = issue?.byEditor === true;
  return notice({
    tone: 'bad',
    id: 'why',
    what: byEditor ? 'An editor put this issue on hold.' : 'This issue is on hold, so nothing went out.',
    rest: issue?.reason == null ? false : isolatedText(issue.reason),
    more: isAhead
      ? html`<p>Release it before ${nextTime(dueAt, { now, zone })}, or it does not go out.</p>`
      : html`<p>Choose one:</p><ul><li>send it now to ${counted(audience.prepared, 'subscriber')},</li><li>or skip this week; its comparisons move to the next issue.</li></ul>`,
  });
}

function skippedPart(
  home: Home,
  { path, config }: { path: StudioEnv['Variables']['path']; config: StudioDeps['config'] },
): Markup {
  const next = addWeeks(home.slot, 1);
  const { issue } = home.situation;
  return html`<div class="stack" id="skipped" data-live>${notice({
    tone: 'info',
    id: 'why',
    isAnnounced: false,
    what: issue?.byEditor === true ? 'An editor skipped this week.' : 'This week is skipped.',
    rest: issue?.reason == null ? false : isolatedText(issue.reason),
    more: html`<p>${isShort(home) ? 'As soon as it has enough comparisons, it is a draft again.' : 'Its comparisons move to the next issue.'}</p>`,
    actions: [
      button({
        words: `Open ${weekName(next, { now: home.now, zone: config.schedule.zone })}`,
        href: `${path('/studio')}?slot=${next}`,
      }),
    ],
  })}</div>`;
}

function overPart({ slot, situation }: Home, path: StudioEnv['Variables']['path']): Markup {
  const isSent = situation.status === 'sent';
  return notice({
    tone: 'info',
    isAnnounced: false,
    what: isSent ? 'This issue went out.' : 'This issue was stopped for good.',
    actions: [button({ words: 'See the report', href: path(`/studio/issues/${slot}`) })],
  });
}

/** What keeps an issue from going on, whatever an editor does here. */
function obstacleNotice({ preview }: Home): Markup {
  const obstacles = preview?.issue.obstacles ?? [];
  return html`<div id="obstacles" data-live>${
    obstacles.length > 0 &&
    notice({
      tone: 'bad',
      what: 'Sending can’t go on.',
      more:
        obstacles.length === 1
          ? html`<p>${isolatedText(obstacles[0] ?? '')}</p>`
          : html`<ul>${obstacles.map((obstacle) => html`<li>${isolatedText(obstacle)}</li>`)}</ul>`,
    })
  }</div>`;
}

function brokenTemplates(failed: string): Markup {
  return html`<div id="broken" data-live>${notice({
    tone: 'bad',
    what: 'The templates cannot be rendered.',
    rest: 'Fix what was changed last; this page updates by itself.',
    more: fold({
      id: 'failure',
      title: 'What went wrong',
      isOpen: true,
      body: html`<pre class="source">${failed}</pre>`,
    }),
  })}</div>`;
}
