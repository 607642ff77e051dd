import type { Context } from 'hono';
import { html } from 'hono/html';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { type Form, readForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import type { Site } from '../../pages/site.ts';
import { button } from '../frame/components/buttons.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage, brandName } from '../frame/studio-page.ts';

/** A form that came when its session had ended. After signing in again it is sent from there, so that no text is lost. */
export type UnsentForm = readonly (readonly [field: string, value: string])[];

/** Apart from the fields of the sign-in form. */
const PREFIX = 'unsent-';

/** Null if there is none that a browser showed, or it is too long. Its files are left out. */
export async function readUnsentForm(context: Context): Promise<UnsentForm | null> {
  const { req } = context;
  const length = Number(req.header('content-length') ?? Number.POSITIVE_INFINITY);
  const isForm = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(
    req.header('content-type') ?? '',
  );
  const isPage = req.header('accept')?.includes('text/html') ?? false;
  if (req.method !== 'POST' || !isForm || !isPage || length > MAX_STUDIO_FORM_BYTES) return null;
  const fields = (await readForm(context)).fields();
  return fields.length === 0 ? null : fields;
}

/** As the sign-in form carries it; null if it carries none. */
export function carriedForm(form: Form): UnsentForm | null {
  const fields = form
    .fields()
    .flatMap(([name, value]) =>
      name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value] as const] : [],
    );
  return fields.length === 0 ? null : fields;
}

export function carrying(unsent: UnsentForm): Markup {
  return hidden(unsent.map(([name, value]) => [PREFIX + name, value]));
}

function hidden(fields: UnsentForm): Markup {
  return html`${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
}

/** After signing in: nothing is done until a person says so. @param action Where the form was sent. */
export function answerUnsentForm(
  context: Context<StudioEnv>,
  { site, unsent, action }: { site: Site; unsent: UnsentForm; action: string },
) {
  return answerStudioPage(context, site, {
    title: 'Signed in again',
    body: html`
<form class="card stack" method="post" action="${action}">
<p class="brand">${brandName(site)}</p>
<h1>You are signed in again</h1>
<p>Your session had ended when you pressed the button. Nothing was saved or done yet, and what you wrote is kept here.</p>
<div class="actions">${button({ words: 'Go on', kind: 'primary' })}${button({ words: 'Throw away', href: context.var.path('/studio') })}</div>
${hidden(unsent)}</form>`,
  });
}
