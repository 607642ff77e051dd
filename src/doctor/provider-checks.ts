import { domainOf, isExampleMailbox, type Mailbox } from '../issues/newsletter.ts';
import type { Config } from '../settings/config.ts';
import { askResend } from './ask-resend.ts';
import { type Check, ok, stop, warn } from './check.ts';
import { checkDkim } from './dkim-check.ts';
import { checkDmarc } from './dmarc-check.ts';
import { dnsNamesOf } from './dns-names.ts';
import { domainCheck, isTestDomain, keyCheck } from './resend-checks.ts';
import { checkSpf } from './spf-check.ts';
import type { DnsResolver } from './txt-records.ts';

export interface NetworkDeps {
  resolver: DnsResolver;
  /** For all requests to Resend together, in milliseconds. */
  resendTimeLimit: number;
  /** Before Resend is asked again, in milliseconds; its limit is one of each second. */
  resendRetryPause: number;
}

export async function providerChecks(
  { resend, from, publicUrl }: { resend: Config['resend']; from: Mailbox; publicUrl: string },
  { resolver, resendTimeLimit, resendRetryPause }: NetworkDeps,
): Promise<Check[]> {
  const { apiKey, baseUrl, webhookSecret } = resend;
  const domain = domainOf(from);
  const answer = await askResend({
    ...{ apiKey, baseUrl, domain },
    timeLimit: resendTimeLimit,
    retryPause: resendRetryPause,
  });
  const webhook = webhookCheck(webhookSecret, publicUrl);
  if (isExampleMailbox(from)) {
    const message = 'The sender (NEWSLETTER_FROM) is still the example, so its domain was not checked.';
    return [keyCheck(answer), { name: 'domain', ...stop(message) }, webhook];
  }
  const records = answer.kind === 'known' ? (answer.domain?.records ?? []) : [];
  const names = dnsNamesOf(domain, records);
  const dnsChecks = isTestDomain(domain)
    ? []
    : [checkSpf(names, resolver), checkDkim(names, resolver), checkDmarc(domain, resolver)];
  return [keyCheck(answer), domainCheck(domain, answer), ...(await Promise.all(dnsChecks)), webhook];
}

/** Without a secret no event is accepted. No send fails, so it goes unnoticed until bounces have piled up. */
function webhookCheck(webhookSecret: string | null, publicUrl: string): Check {
  const url = `${publicUrl}/webhooks/resend`;
  return {
    name: 'webhook',
    ...(webhookSecret === null
      ? warn(
          `RESEND_WEBHOOK_SECRET is not set, so bounces and complaints do not arrive, and those people are emailed again. Add a webhook for ${url} at https://resend.com/webhooks and set its signing secret.`,
        )
      : ok(`RESEND_WEBHOOK_SECRET is set, for the events that Resend sends to ${url}.`)),
  };
}
