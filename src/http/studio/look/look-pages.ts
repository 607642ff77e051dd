import { type Context, Hono } from 'hono';
import { readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import { slotIn } from '../next-issue/home.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { goBack } from './go-back.ts';
import { limitUpload } from './limit-upload.ts';
import { LOOK_ROUTE } from './look-form.ts';
import { conflictNotice, NO_LONGER_KEPT, NOT_BACK, savedNotice, WRONG } from './look-notices.ts';
import { lookPage } from './look-page.ts';
import { type LookPreviewView, PREVIEW_VIEWS, previewLook } from './look-preview.ts';
import { valuesOf } from './look-values.ts';
import type { LookView } from './look-view.ts';
import { hasLostLogo, LOST_LOGO } from './lost-logo.ts';
import { type LookForm, readLookForm } from './read-look-form.ts';
import { type SaveLookOutcome, saveLook, tryLook } from './save-look.ts';

const PREVIEW_ROUTE = `${LOOK_ROUTE}/preview` as const;

/**
 * `/studio/look`: the owner's logo, colour and words, with emails and the sign-up page as they will look. Our script
 * saves as the owner types, and asks for JSON; without it, one button saves everything.
 */
export function lookPages(deps: StudioDeps): Hono<StudioEnv> {
  const { lookStore } = deps;
  const limit = limitUpload(deps);
  return new Hono<StudioEnv>()
    .get(LOOK_ROUTE, async (context) => {
      const { revision } = await lookStore.readLook();
      const { saved, before } = context.req.query();
      const notice =
        saved !== undefined && savedNotice(context, { did: saved, before: Number(before), revision });
      return answerPage(context, await currentView(deps), { deps, notice });
    })
    .post(LOOK_ROUTE, limit, async (context) => {
      const form = await readLookForm(context);
      const isScript = context.req.header('accept') === 'application/json';
      const outcome = await saveLook(form, { partly: isScript }, deps);
      return isScript
        ? answerScript(context, { form, outcome }, deps)
        : answerForm(context, { form, outcome }, deps);
    })
    .post(`${LOOK_ROUTE}/back`, async (context) => {
      const form = await readForm(context);
      const outcome = await goBack(
        { to: Number(form.one('to')), revision: Number(form.one('revision')) },
        deps,
      );
      if (outcome.kind === 'done')
        return context.redirect(`${context.var.path(LOOK_ROUTE)}?saved=back&before=${outcome.before}`, 303);
      const notice = outcome.kind === 'changed-meanwhile' ? NOT_BACK : NO_LONGER_KEPT;
      return answerPage(context, await currentView(deps), { deps, notice, status: 409 });
    })
    .get(PREVIEW_ROUTE, async (context) => {
      const { look } = await lookStore.readLook();
      const { view, scheme } = context.req.query();
      return answerPreview(context, { look, png: null, view, scheme }, deps);
    })
    .post(PREVIEW_ROUTE, limit, async (context) => {
      const form = await readLookForm(context);
      const { view, scheme } = await context.req.parseBody();
      const tried = await tryLook(form, deps);
      if (tried.ok) return answerPreview(context, { ...tried, view, scheme }, deps);
      return deps.answerProblem(context, {
        status: 422,
        title: 'It cannot be shown like this',
        detail: Object.values(tried.problems).join(' '),
      });
    });
}

async function currentView({ lookStore }: StudioDeps): Promise<LookView> {
  const { look, revision } = await lookStore.readLook();
  const problems = (await hasLostLogo(look, lookStore)) ? { logo: LOST_LOGO } : {};
  return { values: valuesOf(look), revision, opened: revision, problems };
}

interface Answered {
  form: LookForm;
  outcome: SaveLookOutcome;
}

const STATUSES = { saved: 200, conflict: 409, wrong: 422 } as const;

function answerForm(context: Context<StudioEnv>, { form, outcome }: Answered, deps: StudioDeps) {
  const { kind, before, stored, conflicts } = outcome;
  if (kind === 'saved')
    return context.redirect(`${context.var.path(LOOK_ROUTE)}?saved=form&before=${before}`, 303);
  const notice = kind === 'wrong' ? WRONG : conflictNotice(conflicts, stored.look);
  return answerPage(context, viewOf(form, outcome), { deps, notice, status: STATUSES[kind] });
}

/** What the page would be without the script, which takes from it what has changed. */
async function answerScript(context: Context<StudioEnv>, { form, outcome }: Answered, deps: StudioDeps) {
  const { kind, stored, conflicts, problems } = outcome;
  const isLost = await hasLostLogo(stored.look, deps.lookStore);
  const view = viewOf(form, { ...outcome, problems: { ...(isLost && { logo: LOST_LOGO }), ...problems } });
  const notice = kind === 'conflict' && conflictNotice(conflicts, stored.look);
  const page = String(await lookPage(context, view, notice));
  const isWhole = Object.keys(problems).length === 0;
  return context.json({ kind, revision: stored.revision, isWhole, page }, STATUSES[kind]);
}

function viewOf(form: LookForm, { values, stored, problems }: SaveLookOutcome): LookView {
  const opened = Number.isSafeInteger(form.opened) ? form.opened : stored.revision;
  return { values, revision: stored.revision, opened, problems };
}

interface Previewed extends Pick<Parameters<typeof previewLook>[1], 'look' | 'png'> {
  view: unknown;
  scheme: unknown;
}

async function answerPreview(
  context: Context<StudioEnv>,
  { view, scheme, ...shown }: Previewed,
  deps: StudioDeps,
) {
  const slot = await slotIn(context, deps);
  if (slot === null) return deps.answerProblem(context, { status: 404, title: 'There is no such week' });
  const known = Object.hasOwn(PREVIEW_VIEWS, String(view)) ? (view as LookPreviewView) : 'issue';
  const chosen = typeof scheme === 'string' ? scheme : undefined;
  const { page, headers } = await previewLook(known, { ...shown, slot, scheme: chosen }, deps);
  return context.body(page, 200, headers);
}

function answerPage(
  context: Context<StudioEnv>,
  view: LookView,
  { deps, notice, status = 200 }: { deps: StudioDeps; notice: Markup | false; status?: 200 | 409 | 422 },
) {
  return answerStudioPage(context, deps.site, {
    title: 'Look',
    section: LOOK_ROUTE,
    status,
    scripts: ['look.js'],
    headers: LOOK_HEADERS,
    body: lookPage(context, view, notice),
  });
}

/** A logo that is not saved yet is part of the page. */
const LOOK_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};
