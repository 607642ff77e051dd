import { Hono } from 'hono';
import { html } from 'hono/html';
import { addSamples } from '../../../demo/add-samples.ts';
import { AppError } from '../../../shared/errors.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm } from '../../bodies/form.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { card } from '../frame/components/page-heading.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';

const SAMPLES_ROUTE = '/studio/samples';

/** `POST /studio/samples`: fills an empty studio whose mail stays on this machine, and sends nothing. */
export function samples(deps: StudioDeps): Hono<StudioEnv> {
  const { answerProblem, config } = deps;
  const limit = limitForm(answerProblem, MAX_STUDIO_FORM_BYTES);
  return new Hono<StudioEnv>().post(SAMPLES_ROUTE, limit, async (context) => {
    if (config.transportName !== 'outbox') return answerProblem(context, NOT_WITH_RESEND);
    try {
      await addSamples(deps);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return answerProblem(context, OWN_DATA);
    }
    return context.redirect(`${context.var.path('/studio')}?saved=samples`, 303);
  });
}

const TITLE = 'No sample data was added';
const OWN_DATA = {
  status: 409,
  title: TITLE,
  detail: 'You have comparisons or subscribers of your own by now, and sample data would mix with them.',
} as const;
const NOT_WITH_RESEND = {
  status: 409,
  title: TITLE,
  detail: 'Mail leaves this machine, so it would go out to the sample readers.',
} as const;

/** Offered while there is nothing yet, and mail stays here. */
export function samplesCard(path: StudioEnv['Variables']['path']): Markup {
  return card({
    id: 'samples',
    title: 'Only looking around?',
    body: html`<p class="muted">Fill the studio with sample comparisons and a few sample readers. Mail to them stays in the test mailbox. Settings removes all of it again.</p>
<form method="post" action="${path(SAMPLES_ROUTE)}">${button({ words: 'Use sample data' })}</form>`,
  });
}
