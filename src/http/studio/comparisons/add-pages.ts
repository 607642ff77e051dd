import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { MAX_UPLOAD_BYTES, MIB } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import { button } from '../frame/components/buttons.ts';
import { field } from '../frame/components/field.ts';
import { notice } from '../frame/components/notice.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import {
  addCopies,
  type Checked,
  checkSources,
  foresee,
  parseCopies,
  type Source,
  withGiven,
} from './check-comparisons.ts';
import { checkedPart } from './checked-part.ts';
import { ADD_ROUTE, COMPARISONS_ROUTE, comparisonRoute } from './routes.ts';

const CHECK_ROUTE = `${ADD_ROUTE}/check` as const;

/** `/studio/comparisons/-/add`: upload or paste, see what was read, and only then keep it. */
export function addPages(deps: StudioDeps): Hono<StudioEnv> {
  const { answerProblem, config } = deps;
  const limit = limitForm(answerProblem, MAX_UPLOAD_BYTES);
  return new Hono<StudioEnv>()
    .get(ADD_ROUTE, (context) => answerForm(context, deps, {}))
    .get(CHECK_ROUTE, (context) => context.redirect(context.var.path(ADD_ROUTE), 302))
    .post(CHECK_ROUTE, limit, async (context) => {
      const { sources, pasted } = await readSources(context);
      if (sources.length === 0) return answerForm(context, deps, { isEmpty: true });
      return answerChecked(context, deps, { checked: await checkSources(sources, deps), pasted });
    })
    .post(ADD_ROUTE, limit, async (context) => {
      const form = await readForm(context);
      const copies = parseCopies(form.one('read') ?? '');
      if (copies === null || copies.length === 0) return answerForm(context, deps, { isBroken: true });
      const given = copies.map((copy, index) => {
        const url = (form.one(`url-${index}`) ?? '').trim();
        const published = (form.one(`published-${index}`) ?? '').trim();
        return {
          url,
          published,
          ...withGiven(copy, { url, published, zone: config.schedule.zone }),
          original: copy,
        };
      });
      if (given.some(({ problems }) => Object.keys(problems).length > 0)) {
        const read = await Promise.all(
          given.map(async ({ original, url, published, problems }) => {
            const foreseen = await foresee(original, deps);
            return foreseen && { ...foreseen, url, published, problems };
          }),
        );
        const checked: Checked = { read: read.filter((one) => one !== null), refused: [], warnings: [] };
        return answerChecked(context, deps, { checked, pasted: '', isWrong: true });
      }
      const { counts, refused, slugs } = await addCopies(
        given.map(({ copy }) => copy),
        deps,
      );
      if (refused.length > 0)
        return answerChecked(context, deps, {
          checked: { read: [], refused, warnings: [] },
          pasted: '',
          counts,
        });
      const [only = ''] = slugs;
      const to = slugs.length === 1 ? comparisonRoute(only) : COMPARISONS_ROUTE;
      const said = new URLSearchParams(
        Object.entries(counts).flatMap(([what, count]) =>
          count > 0 ? [[what, String(count)] as [string, string]] : [],
        ),
      );
      return context.redirect(`${context.var.path(to)}?${said}`, 303);
    });
}

async function readSources(context: Context): Promise<{ sources: Source[]; pasted: string }> {
  const body = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, never>);
  const files = [body.files ?? []].flat().filter((file) => file instanceof File && file.size > 0) as File[];
  const sources = await Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  const pasted = [body.paste ?? []]
    .flat()
    .filter((text) => typeof text === 'string')
    .join('\n')
    .replace(/\r\n?/g, '\n');
  if (pasted.trim() !== '') sources.push({ name: PASTED, bytes: new TextEncoder().encode(pasted) });
  return { sources, pasted };
}

const PASTED = 'What you pasted';

function answerForm(
  context: Context<StudioEnv>,
  { site }: StudioDeps,
  { isEmpty = false, isBroken = false }: { isEmpty?: boolean; isBroken?: boolean },
) {
  const { path } = context.var;
  return answerStudioPage(context, site, {
    title: 'Add comparisons',
    section: COMPARISONS_ROUTE,
    status: isEmpty || isBroken ? 422 : 200,
    body: html`${heading(context)}
<form class="narrow stack" method="post" action="${path(CHECK_ROUTE)}" enctype="multipart/form-data">
${isBroken && notice({ tone: 'bad', what: 'Something was missing. Try again.', rest: 'Nothing was added.' })}
${isEmpty && notice({ tone: 'bad', what: 'There is nothing to read.', rest: 'Choose a file, or paste a comparison.' })}
<section class="card stack" aria-label="What to add">
<div class="drop"><label for="files">Choose files, or drop them here</label>
<input type="file" id="files" name="files" multiple accept=".json,.ndjson,.jsonl,.html,.htm,.mhtml,.mht,.txt,.md" aria-describedby="files-hint">
<p class="hint" id="files-hint">JSON, lines of JSON, or saved comparison pages (.html, .mhtml, .txt, .md). Up to ${MAX_UPLOAD_BYTES / MIB} MB together.</p></div>
${pasteField('Or paste: the text of a comparison page, or JSON')}
</section>
<div class="actions">${button({ words: 'Check', kind: 'primary' })}${button({ words: 'Go back', href: path(COMPARISONS_ROUTE) })}<span class="muted small">You see what we read before anything is added.</span></div>
</form>`,
  });
}

function pasteField(label: string, value = '') {
  return field({ name: 'paste', label, value, rows: 8, attributes: html`spellcheck="false"` });
}

/** What was pasted and could not be read whole is corrected where it is. */
function pasteAgain({ var: { path } }: Context<StudioEnv>, pasted: string) {
  return html`<form class="card stack" method="post" action="${path(CHECK_ROUTE)}" enctype="multipart/form-data">
${pasteField('What you pasted', pasted)}
<div class="actions">${button({ words: 'Check again' })}</div></form>`;
}

interface CheckedPage {
  checked: Checked;
  pasted: string;
  isWrong?: boolean;
  /** What was added, where something was refused. */
  counts?: Record<string, number>;
}

function answerChecked(
  context: Context<StudioEnv>,
  deps: StudioDeps,
  { checked, pasted, isWrong = false, counts }: CheckedPage,
) {
  const isFine = !isWrong && counts === undefined && checked.read.length > 0;
  const isEmpty = checked.read.length === 0 && checked.refused.length === 0;
  const isRefused = pasted !== '' && (isEmpty || checked.refused.length > 0);
  return answerStudioPage(context, deps.site, {
    title: 'Add comparisons',
    section: COMPARISONS_ROUTE,
    status: isFine ? 200 : 422,
    body: html`${heading(context)}<div class="stack">
${isWrong && notice({ tone: 'bad', what: 'Nothing was added yet.', rest: 'Correct what is marked below.' })}
${counts !== undefined && notice({ tone: 'bad', what: 'Not all were added.', rest: `${(counts.added ?? 0) + (counts.updated ?? 0) + (counts.unchanged ?? 0)} were. The rest changed while this page was open:` })}
${isEmpty && notice({ tone: 'bad', what: 'There is no comparison in it.', rest: 'Choose another file, or paste one.' })}
${!isEmpty && checkedPart(context, { checked, addRoute: ADD_ROUTE, backRoute: ADD_ROUTE, zone: deps.config.schedule.zone })}
${isRefused && pasteAgain(context, pasted)}
${isEmpty && button({ words: 'Go back', href: context.var.path(ADD_ROUTE) })}</div>`,
  });
}

function heading({ var: { path } }: Context<StudioEnv>) {
  return pageHeading({
    title: 'Add comparisons',
    crumb: { words: 'Comparisons', href: path(COMPARISONS_ROUTE) },
  });
}
