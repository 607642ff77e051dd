import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type AdditionOutcome, addSubscriber } from '../../../subscribers/add-subscriber.ts';
import { STUDIO_SOURCE } from '../../../subscribers/editors-undo.ts';
import { MAX_NAME_LENGTH } from '../../../subscribers/subscriber.ts';
import { MAX_STUDIO_FORM_BYTES } from '../../bodies/body-limits.ts';
import { type Form, limitForm, readForm } from '../../bodies/form.ts';
import { actions, button } from '../frame/components/buttons.ts';
import { field, fieldNotes, option } from '../frame/components/field.ts';
import { pageHeading } from '../frame/components/page-heading.ts';
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
  const [email = '', name = ''] = [form.one('email'), form.one('name')];
  const [, pastedName = '', pasted] = PASTED.exec(email) ?? [];
  return pasted === undefined
    ? { email, name, consent }
    : { email: pasted, name: name.trim() === '' ? pastedName : name, consent };
}

/** `Ann Lee <ann@x.test>`, as mail programs copy it. */
const PASTED = /^\s*"?([^"<>@]*?)"?\s*<\s*([^<>\s]+@[^<>\s]+)\s*>[\s,;]*$/;

const LIFT_HINT = 'If its owner asks for emails again, find the address and choose “Allow mail again…”.';

const NO_CONSENT = 'Say whether you can show that they asked for it.';

function answerForm(
  context: Context<StudioEnv>,
  { site }: StudioDeps,
  { email, name, consent }: GivenAddition,
  wrong: { email?: string; consent?: string } = {},
) {
  const { path } = context.var;
  return answerStudioPage(context, site, {
    title: 'Add a subscriber',
    section: SUBSCRIBERS_ROUTE,
    status: Object.keys(wrong).length > 0 ? 422 : 200,
    body: html`${pageHeading({
      title: 'Add a subscriber',
      crumb: { words: 'Subscribers', href: path(SUBSCRIBERS_ROUTE) },
    })}
<form class="card narrow" method="post" action="${path(ADD_ROUTE)}">
${field({
  name: 'email',
  label: 'Email',
  value: email,
  error: wrong.email,
  isRequired: true,
  autocomplete: 'off',
  attributes: html`inputmode="email" maxlength="1000" autocapitalize="none" spellcheck="false"`,
})}
${field({
  name: 'name',
  label: 'Name',
  value: name,
  hint: 'If you know it.',
  autocomplete: 'off',
  attributes: html`maxlength="${MAX_NAME_LENGTH}"`,
})}
<fieldset class="stack-8"${wrong.consent !== undefined && html` aria-describedby="consent-notes"`}><legend class="label">Did they agree to get mail from you?</legend>
${option({
  name: 'consent',
  value: 'confirmed',
  words: 'Yes, and I can show it',
  note: 'They are confirmed at once, on your word, and get the next issue. Their proof of consent says “studio”.',
  isChecked: consent === 'confirmed',
  isRequired: true,
})}
${option({
  name: 'consent',
  value: 'pending',
  words: 'Not sure',
  note: 'They get one mail that asks to confirm. Only who confirms gets issues.',
  isChecked: consent === 'pending',
})}
${fieldNotes({ name: 'consent', error: wrong.consent })}</fieldset>
${actions(button({ words: 'Add the subscriber', kind: 'primary' }), button({ words: 'Go back', href: path(SUBSCRIBERS_ROUTE) }))}
</form>`,
  });
}
