import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { findDefaultSlot } from '../../../issue-actions/find-default-slot.ts';
import type { Markup } from '../../pages/page.ts';
import { actionsPart } from '../actions/actions-part.ts';
import { readSituation, readSlot } from '../actions/issue-situation.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { inboxPart } from './inbox-part.ts';
import { comparisonNames, itemsPart } from './items-part.ts';
import { isPreviewView, previewPart } from './preview-part.ts';
import { problemsPart, sizePart } from './problems-part.ts';
import type { PreviewReading, StudioPreview } from './read-preview.ts';
import { slotHeading } from './slot-heading.ts';

const NO_SLOT = {
  status: 404,
  title: 'There is no such week',
  detail: 'A week is named by its year and ISO week, such as 2026-W47.',
} as const;

/** `GET /studio`: what would go out now, or in the week of `?slot=`, updated live. */
export function thisWeek(deps: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>().get('/studio', async (context) => {
    const slot = await slotIn(context, deps);
    if (slot === null) return deps.answerProblem(context, NO_SLOT);
    const reading = await deps.readPreview(slot);
    return answerStudioPage(context, deps.site, {
      title: `This week, ${slot}`,
      section: '/studio',
      scripts: ['live-page.js'],
      body: await thisWeekPage(context, { slot, reading, deps }),
    });
  });
}

/** The requested week, by default the earliest that can still go out; null if it is invalid. */
export async function slotIn({ req }: Context, deps: StudioDeps): Promise<string | null> {
  const given = req.query('slot');
  return given === undefined ? (await findDefaultSlot(deps)).slot : readSlot(given);
}

interface ThisWeekPage {
  slot: string;
  reading: PreviewReading;
  deps: StudioDeps;
}

async function thisWeekPage(
  context: Context<StudioEnv>,
  { slot, reading, deps }: ThisWeekPage,
): Promise<Markup> {
  const record = await deps.issueStore.findIssue(slot);
  const heading = slotHeading(context, { title: 'This week', route: '/studio', slot, record, deps });
  if ('failed' in reading)
    return html`${heading}<div id="week" data-live-whole>${brokenTemplates(reading.failed)}</div>`;
  const { preview } = reading;
  return html`${heading}
<div class="week" id="week" data-live-whole>
<div class="week-part">${await emailPart(context, preview, deps)}</div>
<div class="week-part">
<section class="sheet" id="problems" data-live aria-labelledby="problems-heading">${problemsPart(context, preview.issue)}</section>
<section class="sheet" id="actions" data-live aria-labelledby="actions-heading">
<h2 id="actions-heading">Act</h2>
${actionsPart(context.var.path, await readSituation(slot, deps))}
</section>
<section class="sheet" id="items" data-live aria-labelledby="items-heading">
${itemsPart(context, preview.issue, await comparisonNames(preview.issue, deps.comparisonStore))}
</section>
<section class="sheet" id="size" data-live aria-labelledby="size-heading">${sizePart(preview.issue)}</section>
</div>
</div>`;
}

async function emailPart(
  context: Context<StudioEnv>,
  { issue, sample, version }: StudioPreview,
  { transport, clock, config }: StudioDeps,
): Promise<Markup> {
  if (sample === null) {
    return html`<section class="sheet stack" id="nothing" data-live>
<h2>There is nothing to send</h2>
<p>No comparison is eligible for ${issue.slot}. See below what is held back and why, or import comparisons with <code>verdicts import</code>.</p>
</section>`;
  }
  const requested = context.req.query('view') ?? '';
  const view = isPreviewView(requested) ? requested : 'desktop';
  const now = { at: clock.now(), zone: config.schedule.zone };
  return html`
<section class="sheet" id="inbox" data-live aria-labelledby="inbox-heading">${inboxPart(sample.mail, issue.copy?.preheader ?? '', now)}</section>
${previewPart(context, { slot: issue.slot, view, sample, version, transport: transport.name })}`;
}

function brokenTemplates(failed: string): Markup {
  return html`<div class="notice bad stack" id="broken" data-live role="alert">
<h2>The templates cannot be rendered</h2>
<p>Fix what was changed last; this page updates by itself.</p>
<pre class="source">${failed}</pre>
</div>`;
}
