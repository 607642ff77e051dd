import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Account } from './account.ts';
import { refused } from './api/answer.ts';
import { refuse } from './api/refusals.ts';
import { type Exchange, wait } from './handle-request.ts';
import type { Settings } from './settings.ts';

/**
 * Answers as if everything had been accepted, without reading it: a benchmark shares the machine with the fake, so it
 * must
 * be cheap. Only the arrival is recorded.
 */
export async function handleLightly(
  account: Account,
  { request, response, arrivedAt, stopped }: Exchange,
  { mails, afterMs }: NonNullable<Settings['light']>,
): Promise<void> {
  const { within, headers } = account.window.arrive(arrivedAt, account.settings.rateLimit);
  const count = Number(request.headers['x-fake-mails'] ?? mails);
  const whole = once(request, 'end').catch(() => null);
  request.resume();
  if ((await whole) === null) return;
  const type = { 'content-type': 'application/json' };
  if (!within) {
    const { status, body } = refused(refuse('rate_limit_exceeded', 'Too many requests in this second.'));
    response.writeHead(status, { ...headers, ...type }).end(body);
    return;
  }
  await wait(afterMs - (performance.now() - arrivedAt), stopped);
  const data = Array.from({ length: count }, () => ({ id: randomUUID() }));
  response.writeHead(200, { ...headers, ...type }).end(JSON.stringify({ data, errors: [] }));
}
