import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { eraseSubscriber } from '../../../subscribers/erase-subscriber.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { limitForm } from '../../bodies/form.ts';
import { actions, button } from '../frame/components/buttons.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
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
    body: html`${pageHeading({
      title: html`Erase ${isolatedText(email)}?`,
      crumb: { words: 'Back to the subscriber', href: path(route) },
    })}
<form class="card narrow" method="post" action="${path(`${route}/erase`)}">
<p>Do this when they ask for it. What is lost, and cannot be brought back:</p>
<ul class="bullets">
<li>the subscription, the address and the name</li>
<li>the proof of consent, entries: <b class="num">${formatNumber(consent.length)}</b></li>
<li>the other mails to them, with their links: <b class="num">${formatNumber(emails.length)}</b></li></ul>
<p>What stays:</p>
<ul class="bullets">
<li>mails of past issues, without whose they were, so that the numbers add up: <b class="num">${formatNumber(deliveries.length)}</b></li>
<li>a code from which nobody can read the address, which keeps a list from adding it again</li></ul>
<p>To end the subscription and nothing else, unsubscribe them instead.</p>
${actions(button({ words: 'Erase them for good', kind: 'danger' }), button({ words: 'Keep them', href: path(route) }))}
</form>`,
  });
}
