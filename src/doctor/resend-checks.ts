import type { ResendAnswer } from './ask-resend.ts';
import { type Check, type Finding, ok, quoted, stop, truncated, warn } from './check.ts';
import { absoluteName } from './dns-names.ts';
import type { DomainRecord, ResendDomain } from './resend-domain.ts';

/** Resend's own domain for first steps (https://resend.com/docs/knowledge-base/403-error-resend-dev-domain). */
const TEST_DOMAIN = 'resend.dev';

const MAX_NAMED = 10;

export function isTestDomain(domain: string): boolean {
  return domain === TEST_DOMAIN;
}

/** Whether Resend accepts the key. One that may only send is the safer choice. */
export function keyCheck(answer: ResendAnswer): Check {
  return { name: 'resend', ...judgeKey(answer) };
}

function judgeKey(answer: ResendAnswer): Finding {
  switch (answer.kind) {
    case 'known':
      return ok('Resend accepts the key.');
    case 'send-only':
      return ok('Resend accepts the key. It may send, but not read about domains.');
    case 'refused':
      return stop(
        `Resend refuses the key: ${answer.reason} Make a new one at https://resend.com/api-keys and set RESEND_API_KEY to it.`,
      );
    case 'unknown':
      return warn(`Resend could not be asked: ${answer.reason}`);
  }
}

export function domainCheck(domain: string, answer: ResendAnswer): Check {
  return { name: 'domain', ...judgeDomain(domain, answer) };
}

function judgeDomain(domain: string, answer: ResendAnswer): Finding {
  if (isTestDomain(domain)) {
    return stop(
      `${domain} is for first steps: it reaches only the owner of the Resend account. Add a domain of your own at https://resend.com/domains and set NEWSLETTER_FROM to an address of it.`,
    );
  }
  switch (answer.kind) {
    case 'known':
      return answer.domain === null ? unlisted(domain, answer.others) : judgeListed(domain, answer.domain);
    case 'send-only':
      return warn(
        `This key cannot show whether Resend sends for ${domain}. To find out, send a test: verdicts send --to <your email address>`,
      );
    default:
      return warn(`We cannot tell whether Resend sends for ${domain}: it did not answer.`);
  }
}

/** Resend requires the exact domain (https://resend.com/docs/knowledge-base/403-error-domain-mismatch). */
function unlisted(domain: string, others: readonly string[]): Finding {
  const shown = others.slice(0, MAX_NAMED).map(quoted).join(', ');
  const more = others.length > MAX_NAMED ? ` and ${others.length - MAX_NAMED} more` : '';
  return stop(
    `${domain} is not among the domains of the Resend account (${shown === '' ? 'it has none' : shown + more}). It must be exactly the domain of NEWSLETTER_FROM, not one above or below it. Add it at https://resend.com/domains, or set NEWSLETTER_FROM to an address of a verified domain.`,
  );
}

function judgeListed(domain: string, listed: ResendDomain): Finding {
  const { status, records } = listed;
  if ((listed.capabilities?.sending ?? 'enabled') !== 'enabled')
    return stop(`Sending is turned off for ${domain}. Turn it on at https://resend.com/domains.`);
  if (status === 'verified') return withNotes(`${domain} is verified at Resend.`, listed);
  const open = `its status is ${quoted(status)}${unverified(domain, records)}.`;
  if (status.startsWith('partially_') && sendsInPart(records)) {
    const found = `${domain} is verified at Resend for sending; ${open}`;
    return withNotes(found, listed);
  }
  return stop(
    `${domain} is not verified at Resend: ${open} Set the records as https://resend.com/domains shows them, and verify them there.`,
  );
}

function unverified(domain: string, records: readonly DomainRecord[]): string {
  const names = records
    .filter((record) => !isVerified(record))
    .map(
      ({ type, name, status }) =>
        `${truncated(type)} ${truncated(absoluteName(name, domain))} (${truncated(status)})`,
    );
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  const listed = names.slice(0, MAX_NAMED).join(', ');
  return names.length === 0 ? '' : `, and these records are not verified: ${listed}${more}`;
}

/** The rest may be receiving, or a fallback (https://resend.com/docs/dashboard/domains/manage-domains). */
function sendsInPart(records: readonly DomainRecord[]): boolean {
  const keys = records.filter(({ record }) => record === 'DKIM');
  const returnPaths = records.filter(({ record }) => record === 'SPF');
  const isWhole = (path: string) => returnPaths.filter(({ name }) => name === path).every(isVerified);
  return keys.length > 0 && keys.every(isVerified) && returnPaths.some(({ name }) => isWhole(name));
}

function isVerified({ status }: DomainRecord): boolean {
  return status === 'verified';
}

function withNotes(found: string, listed: ResendDomain): Finding {
  const notes = trackingNotes(listed);
  return notes.length === 0 ? ok(found) : warn([found, ...notes].join(' '));
}

/** Tracking is off by default (https://resend.com/docs/dashboard/domains/tracking). */
function trackingNotes({ open_tracking, click_tracking }: ResendDomain): string[] {
  return [
    ...(click_tracking === true
      ? [
          'Click tracking is on: Resend rewrites every link of the HTML, the unsubscribe link too. Turn it off there unless you want that.',
        ]
      : []),
    ...(open_tracking === true
      ? [
          'Open tracking is on: Resend adds an invisible picture to every email. Turn it off there unless you want that.',
        ]
      : []),
  ];
}
