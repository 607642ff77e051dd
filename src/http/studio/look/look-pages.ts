import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { MAX_UPLOAD_BYTES } from '../../bodies/body-limits.ts';
import { limitForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { slotIn } from '../this-week/this-week.ts';
import { LOOK_ROUTE, type LookView, lookForm, PREVIEW_FRAME } from './look-form.ts';
import { type LookPreviewView, previewLook } from './look-preview.ts';
import { readLookForm, valuesOf } from './read-look-form.ts';

const PREVIEW_ROUTE = `${LOOK_ROUTE}/preview` as const;

/** `/studio/look`: the owner's logo, colour and words, with an email and the sign-up page as they will look. */
export function lookPages(deps: StudioDeps): Hono<StudioEnv> {
  const { lookStore, clock, answerProblem } = deps;
  const limit = limitForm(answerProblem, MAX_UPLOAD_BYTES);
  return new Hono<StudioEnv>()
    .get(LOOK_ROUTE, async (context) => {
      const { look, revision } = await lookStore.readLook();
      const notice = context.req.query('saved') === undefined ? '' : SAVED;
      return answerPage(context, { values: valuesOf(look), revision, problems: {} }, { deps, notice });
    })
    .post(LOOK_ROUTE, limit, async (context) => {
      const stored = await lookStore.readLook();
      const { values, revision, read } = await readLookForm(context, stored.look);
      if (!read.ok)
        return answerPage(
          context,
          { values, revision, problems: read.problems },
          { deps, notice: WRONG, status: 422 },
        );
      const outcome = await lookStore.saveLook({
        look: read.look,
        png: values.png,
        revision,
        at: clock.now(),
      });
      if (outcome.kind === 'saved') return context.redirect(`${context.var.path(LOOK_ROUTE)}?saved=1`, 303);
      const shown = { values, revision: stored.revision, problems: {} };
      return answerPage(context, shown, { deps, notice: conflict(context), status: 409 });
    })
    .get(PREVIEW_ROUTE, async (context) => {
      const { look } = await lookStore.readLook();
      return answerPreview(context, { look, png: null }, deps);
    })
    .post(PREVIEW_ROUTE, limit, async (context) => {
      const { look } = await lookStore.readLook();
      const { values, read } = await readLookForm(context, look);
      if (!read.ok)
        return answerProblem(context, {
          status: 422,
          title: 'It cannot be shown like this',
          detail: Object.values(read.problems).join(' '),
        });
      return answerPreview(context, { look: read.look, png: values.png }, deps);
    });
}

async function answerPreview(
  context: Context<StudioEnv>,
  shown: Pick<Parameters<typeof previewLook>[1], 'look' | 'png'>,
  deps: StudioDeps,
) {
  const view: LookPreviewView = context.req.query('view') === 'sign-up' ? 'sign-up' : 'issue';
  const slot = await slotIn(context, deps);
  if (slot === null) return deps.answerProblem(context, { status: 404, title: 'There is no such week' });
  const { page, headers } = await previewLook(view, { ...shown, slot }, deps);
  return context.body(page, 200, headers);
}

const SAVED = html`<p class="notice good" role="status">Saved. Readers see it on your pages at once, and in emails from the next one on.</p>`;

const WRONG = html`<p class="notice bad" role="alert">Nothing was saved yet: something below has to be put right first.</p>`;

const conflict = ({ var: { path } }: Context<StudioEnv>) => html`<div class="notice bad stack" role="alert">
<p><b>Somebody else changed the look meanwhile.</b> Nothing of yours was saved yet; it stands below. Save once more to replace theirs.</p>
<p><a href="${path(LOOK_ROUTE)}">Use theirs</a></p></div>`;

function answerPage(
  context: Context<StudioEnv>,
  view: LookView,
  { deps, notice, status = 200 }: { deps: StudioDeps; notice: Markup | string; status?: 200 | 409 | 422 },
) {
  const { path } = context.var;
  return answerStudioPage(context, deps.site, {
    title: 'Look',
    section: LOOK_ROUTE,
    status,
    headers: LOOK_HEADERS,
    body: html`<div class="title"><h1>Look</h1></div>
<p class="muted">How your emails and your public pages look. An issue that is approved keeps the look it was approved with.</p>
${notice}
<div class="look">
${lookForm(context, view)}
<section class="sheet preview beside-form" aria-labelledby="look-preview">
<h2 id="look-preview" class="beside">How it looks</h2>
<nav class="tabs" aria-label="What is shown"><ul><li><a href="${path(PREVIEW_ROUTE)}?view=issue" target="${PREVIEW_FRAME}">Email</a></li><li><a href="${path(PREVIEW_ROUTE)}?view=sign-up" target="${PREVIEW_FRAME}">Sign-up page</a></li></ul></nav>
<div class="frames"><iframe class="desktop" name="${PREVIEW_FRAME}" sandbox="allow-same-origin" src="${path(PREVIEW_ROUTE)}?view=issue" title="The email or page in this look"></iframe></div>
</section>
</div>`,
  });
}

/** A logo that is not saved yet is part of the page. */
const LOOK_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};
