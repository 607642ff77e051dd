import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type AdditionOutcome, addSubscriber } from '../../../subscribers/add-subscriber.ts';
import { STUDIO_SOURCE } from '../../../subscribers/editors-undo.ts';
import { MAX_NAME_LENGTH } from '../../../subscribers/subscriber.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { type Form, limitForm, readForm } from '../../bodies/form.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { answerStudioPage } from '../frame/studio-page.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { SUBSCRIBERS_ROUTE } from './subscriber-list.ts';

const ADD_ROUTE = `${SUBSCRIBERS_ROUTE}/add` as const;

/** `/studio/subscribers/add`: adds a subscriber, confirmed on the operator's word or pending. */
export function subscriberAddPages(deps: StudioDeps): Hono<StudioEnv> {
  const { subscriberStore, signingSecrets: secrets, clock, answerProblem } = deps;
  return new Hono<StudioEnv>()
    .get(ADD_ROUTE, (context) => answerForm(context, deps, { email: '', name: '', consent: undefined }))
    .post(ADD_ROUTE, limitForm(answerProblem, MAX_STUDIO_FORM_BYTES), async (context) => {
      const given = readAddition(await readForm(context));
      if (given.consent === undefined) return answerForm(context, deps, given, { consent: NO_CONSENT });
      const { email, name, consent } = given;
      const confirmed = consent === 'confirmed';
      const outcome = await addSubscriber({
        ...{ subscriberStore, email, name, confirmed, secrets },
        source: STUDIO_SOURCE,
        now: clock.now(),
      });
      if (outcome.status === 'refused') {
        const reason = outcome.liftable ? `${outcome.reason} ${LIFT_HINT}` : outcome.reason;
        return answerForm(context, deps, given, { email: reason });
      }
      const { id } = outcome.subscriber;
      return context.redirect(
        context.var.path(`${SUBSCRIBERS_ROUTE}/${id}?done=${resultCode(outcome)}`),
        303,
      );
    });
}

/** The `done` code for the subscriber's page, which also says whether a confirmation email was sent. */
function resultCode(outcome: Exclude<AdditionOutcome, { status: 'refused' }>): string {
  const asked = 'asked' in outcome ? outcome.asked : 'none';
  return asked === 'queued' ? 'asked' : asked === 'limited' ? 'limited' : outcome.status;
}

interface GivenAddition {
  email: string;
  name: string;
  consent: 'confirmed' | 'pending' | undefined;
}

function readAddition(form: Form): GivenAddition {
  const consent = (['confirmed', 'pending'] as const).find((word) => word === form.one('consent'));
  return { email: form.one('email') ?? '', name: form.one('name') ?? '', consent };
}

const LIFT_HINT = 'If its owner asks for emails again, find the address and choose “Email them again”.';

const NO_CONSENT = 'Say whether you can show that they asked for it.';

function answerForm(
  context: Context<StudioEnv>,
  { site }: StudioDeps,
  { email, name, consent }: GivenAddition,
  wrong: { email?: string; consent?: string } = {},
) {
  const { path } = context.var;
  const chosen = (is: boolean) => is && html` checked`;
  const marked = (reason: string | undefined, id: string) =>
    reason !== undefined && html` aria-invalid="true" aria-describedby="${id}"`;
  const reasonPart = (reason: string | undefined, id: string) =>
    reason !== undefined && html`<p class="error" id="${id}" role="alert">${reason}</p>`;
  return answerStudioPage(context, site, {
    title: 'Add a subscriber',
    section: SUBSCRIBERS_ROUTE,
    status: Object.keys(wrong).length > 0 ? 422 : 200,
    body: html`
<p class="small"><a href="${path(SUBSCRIBERS_ROUTE)}">All subscribers</a></p>
<div class="title"><h1>Add a subscriber</h1></div>
<form class="sheet fields form" method="post" action="${path(ADD_ROUTE)}">
<div><label for="email">Email address</label>
<input id="email" name="email" type="text" inputmode="email" value="${email}" maxlength="1000" autocomplete="off" autocapitalize="none" spellcheck="false" required${marked(wrong.email, 'email-wrong')}>
${reasonPart(wrong.email, 'email-wrong')}</div>
<div><label for="name">Name <span class="hint">if you know it</span></label>
<input id="name" name="name" type="text" value="${name}" maxlength="${MAX_NAME_LENGTH}" autocomplete="off"></div>
<fieldset${marked(wrong.consent, 'consent-wrong')}><legend class="label">Their consent</legend>
<label class="choice"><input type="radio" name="consent" value="pending" required${chosen(consent === 'pending')}> Still to be confirmed <span class="hint">We email them a link to confirm, as if they had signed up. Until they do, they are pending and get no issues.</span></label>
<label class="choice"><input type="radio" name="consent" value="confirmed"${chosen(consent === 'confirmed')}> I can show that they asked for it <span class="hint">They get the next issue, on your word. Their record of consent will say “studio”.</span></label>
${reasonPart(wrong.consent, 'consent-wrong')}</fieldset>
<button>Add the subscriber</button>
</form>`,
  });
}
