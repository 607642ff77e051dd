import { randomUUID } from 'node:crypto';
import type { Account } from '../account.ts';
import type { AcceptedMail } from '../history.ts';
import { type Answer, type ApiRequest, answer, refused } from './answer.ts';
import { addressIn, type Mail, readList, readMail } from './mails.ts';
import { type Refusal, refuse } from './refusals.ts';

/** Acceptable emails by their positions in the request, and the errors of the others. */
interface Sorted {
  mails: { index: number; mail: Mail }[];
  errors: { index: number; message: string }[];
}

/**
 * `POST /emails/batch` and `POST /emails`: https://resend.com/docs/api-reference/emails/send-batch-emails and, for
 * strict and permissive, https://resend.com/docs/dashboard/emails/batch-validation-modes
 *
 * In strict mode, all emails or none; in permissive mode, all good ones, and their ids without gaps.
 */
export function sendMails(account: Account, request: ApiRequest): Answer {
  const { key, path, bodySha256 } = request.seen;
  const sha256 = bodySha256 ?? '';
  if (key !== null && (key.length < 1 || key.length > 256))
    return refused(refuse('invalid_idempotency_key', 'A key has 1 to 256 characters.'));
  const use = `${path} ${key}`;
  const known = key === null ? ({ kind: 'new' } as const) : account.keys.look(use, sha256);
  if (known.kind === 'refused') return refused(known.refusal);
  if (known.kind === 'replay') return answer({ outcome: 'replayed', body: known.body });
  const sorted = sortMails(account, request);
  if ('statusCode' in sorted) return refused(sorted);
  const refusal = refuseAll(account, sorted);
  if (refusal !== null) return refused(refusal);
  const ids = accept(account, request, sorted);
  const errors = isPermissive(request) ? { errors: sorted.errors } : {};
  const body = JSON.stringify(isBatch(request) ? { data: ids, ...errors } : ids[0]);
  const replay = isBatch(request) && !account.settings.replaysErrors ? JSON.stringify({ data: ids }) : body;
  const finish = key === null ? undefined : account.keys.keep(use, { sha256, body: replay });
  return answer({ outcome: 'accepted', body, ...(finish === undefined ? {} : { finish }) });
}

function isBatch({ seen }: ApiRequest): boolean {
  return seen.path === '/emails/batch';
}

/** Strict is the default, and the only mode for a single email. */
function isPermissive(request: ApiRequest): boolean {
  return isBatch(request) && request.headers['x-batch-validation'] === 'permissive';
}

/** Validates each email; a refusal if it is no list, or if strict mode finds a bad one. */
function sortMails({ settings }: Account, request: ApiRequest): Sorted | Refusal {
  const json = parseJson(request.body);
  const read = isBatch(request) ? readList(json, settings) : { list: [json] };
  if ('refusal' in read) return read.refusal;
  const sorted: Sorted = { mails: [], errors: [] };
  for (const [index, given] of read.list.entries()) {
    const one = readMail(given, settings);
    if ('mail' in one) sorted.mails.push({ index, mail: one.mail });
    else if (isPermissive(request)) sorted.errors.push({ index, message: one.refusal.message });
    else return one.refusal;
  }
  return sorted;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What keeps a whole request from being accepted, even if its emails are good. */
function refuseAll({ settings, quotas }: Account, { mails }: Sorted): Refusal | null {
  const verified = settings.domains?.filter(({ status }) => status === 'verified').map(({ name }) => name);
  const unverified = mails
    .map(({ mail }) => addressIn(mail.from).split('@')[1] ?? '')
    .find((domain) => verified?.includes(domain) === false);
  if (unverified !== undefined)
    return refuse('validation_error', `${unverified} is not a verified domain.`, 403);
  // A hundred emails to one address each count as a hundred:
  // https://resend.com/docs/knowledge-base/account-quotas-and-limits
  return quotas.take(mails.reduce((sum, { mail }) => sum + addressesOf(mail).length, 0));
}

function addressesOf({ to, cc, bcc }: Mail): string[] {
  return [...to, ...cc, ...bcc].map(addressIn);
}

function accept(account: Account, { seen }: ApiRequest, { mails }: Sorted): { id: string }[] {
  const { settings } = account;
  const accepted = mails.map(
    ({ index, mail }): AcceptedMail => ({
      id: randomUUID(),
      request: seen.number,
      index,
      key: seen.key,
      at: account.now(),
      from: mail.from,
      to: mail.to.map(addressIn),
      cc: mail.cc.map(addressIn),
      bcc: mail.bcc.map(addressIn),
      replyTo: mail.reply_to,
      subject: mail.subject,
      headers: mail.headers,
      tags: Object.fromEntries(mail.tags.map(({ name, value }) => [name, value])),
      // https://resend.com/docs/dashboard/emails/email-suppressions documents no error: an id is returned, nothing
      // delivered.
      suppressed: addressesOf(mail).filter((address) => settings.suppressed.includes(address)),
      ...(settings.keepsContent ? { html: mail.html ?? '', text: mail.text ?? '' } : {}),
    }),
  );
  account.seen.accepted.push(...accepted);
  return accepted.map(({ id }) => ({ id }));
}
