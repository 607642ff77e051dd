import { type Context, Hono } from 'hono';
import type { EventTally } from '../provider-events/event-tally.ts';
import type { Receipt } from '../provider-events/receive-event.ts';
import type { SignedRequest } from '../provider-events/verify-signature.ts';
import { limitBody } from './limit-body.ts';
import { type Problem, problem } from './problem.ts';

/** The largest event that is read, in bytes; the provider's have about one thousand. */
const LARGEST_BODY = 256 * 1024;

export interface ProviderWebhookDeps {
  /** Null where no signing secret is set, so that nobody could be believed. */
  receive: ((request: SignedRequest) => Promise<Receipt>) | null;
  tally: EventTally;
}

const NOT_CONFIGURED: Problem = {
  status: 404,
  title: 'This webhook is not set up',
  detail: 'Set RESEND_WEBHOOK_SECRET to the signing secret of the webhook.',
};

const TOO_LARGE: Problem = { status: 413, title: 'The event is too large' };

const REFUSED: Readonly<Record<Exclude<Receipt['kind'], 'kept'>, Problem>> = {
  signature: { status: 401, title: 'The signature is missing, wrong or stale' },
  unreadable: { status: 400, title: 'The event is not JSON' },
  'wrong-fields': { status: 422, title: 'The event has wrong fields' },
  store: { status: 503, title: 'The event could not be kept', detail: 'Send it again.' },
};

/** `POST /webhooks/resend`: an event is answered by 200 once it is committed, and the provider tells any other again. */
export function providerWebhook({ receive, tally }: ProviderWebhookDeps): Hono {
  const app = new Hono();
  if (receive === null) return app.post('/webhooks/resend', (context) => problem(context, NOT_CONFIGURED));
  const limit = limitBody({
    maxSize: LARGEST_BODY,
    onError: (context) => {
      tally.refused['too-large'] += 1;
      return problem(context, TOO_LARGE, { Connection: 'close' });
    },
  });
  return app.post('/webhooks/resend', limit, async (context) => {
    const body = Buffer.from(await context.req.arrayBuffer());
    const receipt = await receive({ body, header: (name) => context.req.header(name) });
    return answer(context, receipt);
  });
}

function answer(context: Context, receipt: Receipt) {
  if (receipt.kind === 'kept') return context.json({ status: 'kept' });
  const fields = receipt.kind === 'wrong-fields' ? { fields: receipt.fields } : {};
  return problem(context, { ...REFUSED[receipt.kind], ...fields });
}
