import { type Context, Hono, type MiddlewareHandler } from 'hono';
import type { EventTally, Refusal } from '../provider-events/event-tally.ts';
import type { Receipt } from '../provider-events/receive-event.ts';
import { claimsSignature, type SignedRequest } from '../provider-events/verify-signature.ts';
import { MAX_EVENT_BYTES } from './bodies/body-limits.ts';
import { limitBody } from './bodies/limit-body.ts';
import { type Problem, problem } from './problem.ts';

export interface ProviderWebhookDeps {
  /** Null if no signing secret is set, so that nothing could be verified. */
  receive: ((request: SignedRequest) => Promise<Receipt>) | null;
  tally: EventTally;
}

const NOT_CONFIGURED: Problem = {
  status: 404,
  title: 'This webhook is not set up',
  detail: 'Set RESEND_WEBHOOK_SECRET to the signing secret of the webhook.',
};

const TOO_LARGE: Problem = { status: 413, title: 'The event is too large' };
const NOT_JSON: Problem = { status: 415, title: 'The event must be application/json' };
const INCOMPLETE_BODY: Problem = { status: 400, title: 'The event did not arrive complete' };

const REFUSED: Readonly<Record<Exclude<Receipt['kind'], 'kept'>, Problem>> = {
  signature: { status: 401, title: 'The signature is missing, wrong or stale' },
  unreadable: { status: 400, title: 'The event is not JSON' },
  'wrong-fields': { status: 422, title: 'The event has wrong fields' },
  store: { status: 503, title: 'The event could not be stored', detail: 'Send it again.' },
};

/** What is refused early is not read to its end either. */
const CLOSE_CONNECTION = { Connection: 'close' };

/** `POST /webhooks/resend`: 200 once an event is committed; the provider resends after any other status. */
export function providerWebhook({ receive, tally }: ProviderWebhookDeps): Hono {
  const app = new Hono();
  if (receive === null) return app.post('/webhooks/resend', (context) => problem(context, NOT_CONFIGURED));
  const refuse = (context: Context, reason: Refusal, answer: Problem) => {
    tally.refused[reason] += 1;
    return problem(context, answer, CLOSE_CONNECTION);
  };
  const limit = limitBody({
    maxSize: MAX_EVENT_BYTES,
    onTooLarge: (context) => refuse(context, 'too-large', TOO_LARGE),
    onIncomplete: (context) => refuse(context, 'unreadable', INCOMPLETE_BODY),
  });
  const checkHeaders: MiddlewareHandler = async (context, next) => {
    const header = (name: string) => context.req.header(name);
    if (!claimsSignature(header)) return refuse(context, 'signature', REFUSED.signature);
    if (!isJson(header('content-type'))) return refuse(context, 'unreadable', NOT_JSON);
    return next();
  };
  return app.post('/webhooks/resend', checkHeaders, limit, async (context) => {
    const body = await readBody(context);
    if (body === null) return refuse(context, 'unreadable', INCOMPLETE_BODY);
    const receipt = await receive({ body, header: (name) => context.req.header(name) });
    return answer(context, receipt);
  });
}

/** A missing header counts as JSON. */
function isJson(contentType: string | undefined): boolean {
  return contentType === undefined || /^application\/json\s*(;|$)/i.test(contentType.trim());
}

/** Null if the sender ended the request before its body. */
async function readBody(context: Context): Promise<Buffer | null> {
  try {
    return Buffer.from(await context.req.arrayBuffer());
  } catch {
    return null;
  }
}

function answer(context: Context, receipt: Receipt) {
  if (receipt.kind === 'kept') return context.json({ status: 'kept' });
  const fields = receipt.kind === 'wrong-fields' ? { fields: receipt.fields } : {};
  return problem(context, { ...REFUSED[receipt.kind], ...fields });
}
