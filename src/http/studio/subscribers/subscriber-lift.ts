import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { STUDIO_SOURCE } from '../../../subscribers/editors-undo.ts';
import { liftSuppression } from '../../../subscribers/lift-suppression.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm, readForm } from '../../bodies/form.ts';
import { actions, button } from '../frame/components/buttons.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { SUBSCRIBERS_ROUTE } from './subscriber-list.ts';
import {
  type FoundSubscriber,
  findSubscriber,
  NO_SUCH_SUBSCRIBER,
  SUBSCRIBER_ROUTE,
} from './subscriber-page.ts';
import { longDay } from './subscriber-times.ts';
import { STATUS_LABELS, SUPPRESSION_SENTENCES } from './subscriber-words.ts';

const LIFT_ROUTE = `${SUBSCRIBER_ROUTE}/lift` as const;

const NOTHING_TO_LIFT = {
  status: 409,
  title: 'Mail to them is allowed already',
  detail: 'As far as we know the address can be mailed; or it was erased, and stays so.',
} as const;

/** `/studio/subscribers/:id/lift` explains, then lifts a suppression on the operator's word. */
export function subscriberLiftPages(deps: StudioDeps): Hono<StudioEnv> {
  const { subscriberStore, signingSecrets: secrets, clock, answerProblem } = deps;
  return new Hono<StudioEnv>()
    .get(LIFT_ROUTE, async (context) => {
      const subscriber = await findSubscriber(subscriberStore, context.req.param('id'));
      if (subscriber === null) return answerProblem(context, NO_SUCH_SUBSCRIBER);
      return isLiftable(subscriber)
        ? answerQuestion(context, deps, { subscriber })
        : answerProblem(context, NOTHING_TO_LIFT);
    })
    .post(LIFT_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const subscriber = await findSubscriber(subscriberStore, context.req.param('id'));
      if (subscriber === null) return answerProblem(context, NO_SUCH_SUBSCRIBER);
      if (!isLiftable(subscriber)) return answerProblem(context, NOTHING_TO_LIFT);
      const isVouched = (await readForm(context)).one('vouched') === 'yes';
      if (!isVouched) return answerQuestion(context, deps, { subscriber, wrong: NOT_VOUCHED });
      const request = {
        subscriberStore,
        email: subscriber.email,
        source: STUDIO_SOURCE,
        now: clock.now(),
        secrets,
      };
      const lifted = await liftSuppression(request);
      if (lifted === null) return answerProblem(context, NOTHING_TO_LIFT);
      return context.redirect(context.var.path(`${SUBSCRIBERS_ROUTE}/${subscriber.id}?done=lifted`), 303);
    });
}

const NOT_VOUCHED = 'Say that they asked for it. Without their wish, leave it as it is.';

function isLiftable({ suppression }: FoundSubscriber): boolean {
  return suppression !== null && suppression.reason !== 'erased';
}

function answerQuestion(
  context: Context<StudioEnv>,
  { site }: StudioDeps,
  { subscriber, wrong }: { subscriber: FoundSubscriber; wrong?: string },
) {
  const { path } = context.var;
  const { id, email, status, suppression } = subscriber;
  const route = `${SUBSCRIBERS_ROUTE}/${id}` as const;
  return answerStudioPage(context, site, {
    title: `Allow mail to subscriber ${id} again`,
    section: SUBSCRIBERS_ROUTE,
    status: wrong === undefined ? 200 : 422,
    body: html`${pageHeading({
      title: html`Allow mail to ${isolatedText(email)} again?`,
      crumb: { words: 'Back to the subscriber', href: path(route) },
    })}
<form class="card narrow" method="post" action="${path(`${route}/lift`)}">
${suppression !== null && html`<p>${SUPPRESSION_SENTENCES[suppression.reason]} Since ${longDay(suppression.at, site.timezone)}, nothing is mailed to this address.</p>`}
<p>Do this only if its owner asks for it. What it means:</p>
<ul class="bullets">
<li>the address may be mailed again, until it bounces or complains once more</li>
<li>their own choice stays as it is: <b>${STATUS_LABELS[status]}</b></li>
<li>your word is added to their proof of consent, as “studio”</li></ul>
<p>Mailbox providers count bounces and complaints. Mail to addresses that cause them can keep your issues from everybody else.</p>
<div><label class="check"><input type="checkbox" name="vouched" value="yes" required${wrong !== undefined && html` aria-invalid="true" aria-describedby="vouched-wrong"`}> They asked me to mail this address again</label>
${wrong !== undefined && html`<p class="error" id="vouched-wrong" role="alert">${wrong}</p>`}</div>
${actions(button({ words: 'Allow mail again', kind: 'primary' }), button({ words: 'Leave it as it is', href: path(route) }))}
</form>`,
  });
}
