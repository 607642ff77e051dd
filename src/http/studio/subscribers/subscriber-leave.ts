import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { STUDIO_SOURCE } from '../../../subscribers/editors-undo.ts';
import { unsubscribe } from '../../../subscribers/unsubscribe.ts';
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
import { readId } from './subscriber-search.ts';

const LEAVE_ROUTE = `${SUBSCRIBER_ROUTE}/unsubscribe` as const;

const CANNOT_UNDO = {
  status: 409,
  title: 'This can no longer be undone',
  detail:
    'Something has changed since: the subscriber, a bounce or complaint, or another editor did it. Their page shows what it was. If they want to come back, they can sign up again.',
} as const;

/** `/studio/subscribers/:id/unsubscribe` asks for confirmation, then unsubscribes; `…/undo` reverses it. */
export function subscriberLeavePages(deps: StudioDeps): Hono<StudioEnv> {
  const { subscriberStore, clock, answerProblem } = deps;
  const findAddress = (id: string) => subscriberStore.findAddress(readId(id) ?? 0);
  const toSubscriber = (context: Context<StudioEnv>, id: string, done: string) =>
    context.redirect(context.var.path(`${SUBSCRIBERS_ROUTE}/${id}?done=${done}` as '/studio'), 303);
  return new Hono<StudioEnv>()
    .get(LEAVE_ROUTE, async (context) => {
      const subscriber = await findSubscriber(subscriberStore, context.req.param('id'));
      return subscriber === null
        ? answerProblem(context, NO_SUCH_SUBSCRIBER)
        : answerQuestion(context, deps, subscriber);
    })
    .post(LEAVE_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const address = await findAddress(context.req.param('id'));
      if (address === null) return answerProblem(context, NO_SUCH_SUBSCRIBER);
      const { email } = address;
      const { status } = await unsubscribe({
        subscriberStore,
        email,
        source: STUDIO_SOURCE,
        now: clock.now(),
      });
      return toSubscriber(context, context.req.param('id'), status);
    })
    .post(`${LEAVE_ROUTE}/undo`, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const address = await findAddress(context.req.param('id'));
      if (address === null) return answerProblem(context, NO_SUCH_SUBSCRIBER);
      const leftAt = Number((await readForm(context)).one('left-at') ?? Number.NaN);
      const { emailKey } = address;
      const undo = { emailKey, leftAt, source: STUDIO_SOURCE, at: clock.now() };
      if ((await subscriberStore.undoUnsubscription(undo)) === 'refused')
        return answerProblem(context, CANNOT_UNDO);
      return toSubscriber(context, context.req.param('id'), 'undone');
    });
}

function answerQuestion(context: Context<StudioEnv>, { site }: StudioDeps, subscriber: FoundSubscriber) {
  const { path } = context.var;
  const { id, email } = subscriber;
  const route = `${SUBSCRIBERS_ROUTE}/${id}` as const;
  return answerStudioPage(context, site, {
    title: `Unsubscribe subscriber ${id}`,
    section: SUBSCRIBERS_ROUTE,
    body: html`${pageHeading({
      title: html`Unsubscribe ${isolatedText(email)}?`,
      crumb: { words: 'Back to the subscriber', href: path(route) },
    })}
<form class="card narrow" method="post" action="${path(`${route}/unsubscribe`)}">
<p>They will get no more issues. One that is being sent at this moment may still arrive.</p>
<p>Their proof of consent will say that this was done in the studio. You can undo it on their page until they, or anybody else, change something.</p>
${actions(button({ words: 'Unsubscribe them', kind: 'primary' }), button({ words: 'Keep them', href: path(route) }))}
</form>`,
  });
}
