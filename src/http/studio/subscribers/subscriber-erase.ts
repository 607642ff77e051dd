import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { eraseSubscriber } from '../../../subscribers/erase-subscriber.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm } from '../../bodies/form.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
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
import { readId } from './subscriber-search.ts';

const ERASE_ROUTE = `${SUBSCRIBER_ROUTE}/erase` as const;

/** `/studio/subscribers/:id/erase`: says what erasing removes, and erases when confirmed. */
export function subscriberErasePages(deps: StudioDeps): Hono<StudioEnv> {
  const { subscriberStore, signingSecrets: secrets, clock, answerProblem } = deps;
  return new Hono<StudioEnv>()
    .get(ERASE_ROUTE, async (context) => {
      const subscriber = await findSubscriber(subscriberStore, context.req.param('id'));
      return subscriber === null
        ? answerProblem(context, NO_SUCH_SUBSCRIBER)
        : answerQuestion(context, deps, subscriber);
    })
    .post(ERASE_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const address = await subscriberStore.findAddress(readId(context.req.param('id')) ?? 0);
      if (address === null) return answerProblem(context, NO_SUCH_SUBSCRIBER);
      const outcome = await eraseSubscriber({
        subscriberStore,
        email: address.email,
        now: clock.now(),
        secrets,
      });
      if (outcome.status === 'refused') return answerProblem(context, NO_SUCH_SUBSCRIBER);
      await deps.record.add('erased', context.req.param('id'));
      const { deliveries, requestsInFlight } = outcome;
      const counts = `deliveries=${deliveries}&requests=${requestsInFlight}`;
      return context.redirect(context.var.path(`${SUBSCRIBERS_ROUTE}?done=erased&${counts}`), 303);
    });
}

function answerQuestion(context: Context<StudioEnv>, { site }: StudioDeps, subscriber: FoundSubscriber) {
  const { path } = context.var;
  const { id, email, consent, emails, deliveries } = subscriber;
  const route = `${SUBSCRIBERS_ROUTE}/${id}` as const;
  return answerStudioPage(context, site, {
    title: `Erase subscriber ${id}`,
    section: SUBSCRIBERS_ROUTE,
    body: html`
<p class="small"><a href="${path(route)}">Back to the subscriber</a></p>
<div class="title"><h1>Erase ${isolatedText(email)}?</h1></div>
<form class="sheet stack form" method="post" action="${path(`${route}/erase`)}">
<p>Do this when they ask for it. What is lost, and cannot be brought back:</p>
<ul class="bullets">
<li>the subscription, the address and the name</li>
<li>the record of consent, entries: <strong class="number">${formatNumber(consent.length)}</strong></li>
<li>the other emails to them, with their links: <strong class="number">${formatNumber(emails.length)}</strong></li></ul>
<p>What stays:</p>
<ul class="bullets">
<li>deliveries, without whose they were, so that the numbers of past issues add up: <strong class="number">${formatNumber(deliveries.length)}</strong></li>
<li>a code from which nobody can read the address, which keeps a list from adding it again</li></ul>
<p>To end the subscription and nothing else, unsubscribe them instead.</p>
<div class="row"><button class="danger">Erase them for good</button> <a class="button quiet" href="${path(route)}">Keep them</a></div>
</form>`,
  });
}
