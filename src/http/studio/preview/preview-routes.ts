import { type Context, Hono } from 'hono';
import { readSlot } from '../actions/issue-situation.ts';
import { noSuchWeek } from '../actions/no-such-week.ts';
import { inScheme } from '../frame/in-scheme.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { FRAMED_EMAIL_HEADERS } from '../frame/studio-headers.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { Sample } from './read-preview.ts';

const NOTHING_TO_SHOW = {
  status: 404,
  title: 'There is nothing to show',
  detail: 'No comparison is eligible.',
} as const;

/** The query that has it as it is if it is sent now. */
export const SENDS_NOW = 'now';

/**
 * `GET /studio/preview/:slot/…`: the parts of one recipient's copy, for frames and downloads. `mail` is its HTML, as
 * sent or with a forced scheme; `text` its plain text; `message` what the transport submits. With `now=1`, as if sent now.
 */
export function previewRoutes({ readPreview, answerProblem, transport }: StudioDeps): Hono<StudioEnv> {
  const withSample = async (context: Context, answer: (sample: Sample, slot: string) => Response) => {
    const given = context.req.param('slot') ?? '';
    const slot = readSlot(given);
    if (slot === null) return answerProblem(context, noSuchWeek(given));
    const reading = await readPreview(slot, { sendsNow: context.req.query(SENDS_NOW) === '1' });
    if ('failed' in reading || reading.preview.sample === null)
      return answerProblem(context, NOTHING_TO_SHOW);
    return answer(reading.preview.sample, slot);
  };
  return new Hono<StudioEnv>()
    .get('/studio/preview/:slot/mail', (context) =>
      withSample(context, ({ mail }) => {
        return context.body(inScheme(mail.html, context.req.query('scheme')), 200, {
          ...FRAMED_EMAIL_HEADERS,
          'Content-Type': 'text/html; charset=utf-8',
        });
      }),
    )
    .get('/studio/preview/:slot/text', (context) =>
      withSample(context, ({ mail }) =>
        context.body(mail.text, 200, {
          ...FRAMED_EMAIL_HEADERS,
          'Content-Type': 'text/plain; charset=utf-8',
        }),
      ),
    )
    .get('/studio/preview/:slot/message', (context) =>
      withSample(context, ({ handedOver }, slot) => {
        const isMime = transport.name === 'outbox';
        return context.body(new Uint8Array(handedOver), 200, {
          ...FRAMED_EMAIL_HEADERS,
          'Content-Type': isMime ? 'message/rfc822' : 'application/json',
          'Content-Disposition': `attachment; filename="${slot}.${isMime ? 'eml' : 'json'}"`,
        });
      }),
    );
}
