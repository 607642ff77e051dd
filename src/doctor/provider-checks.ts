import { domainOf, isExampleMailbox } from '../issues/newsletter.ts';
import type { Config } from '../settings/config.ts';
import { askResend } from './ask-resend.ts';
import { type Check, notOk, ok, warn } from './check.ts';
import { checkDkim } from './dkim-check.ts';
import { checkDmarc } from './dmarc-check.ts';
import { dnsNamesOf } from './dns-names.ts';
import { domainCheck, isTestDomain, keyCheck } from './resend-checks.ts';
import { checkSpf } from './spf-check.ts';
import type { DnsResolver } from './txt-records.ts';

export interface Surroundings {
  resolver: DnsResolver;
  /** For all requests to Resend together, in milliseconds. */
  resendTimeLimit: number;
}

export async function providerChecks(config: Config, surroundings: Surroundings): Promise<Check[]> {
  const { apiKey, baseUrl } = config.resend;
  const domain = domainOf(config.newsletter.from);
  const answer = await askResend({ apiKey, baseUrl, domain, timeLimit: surroundings.resendTimeLimit });
  if (isExampleMailbox(config.newsletter.from)) {
    const message = 'NEWSLETTER_FROM is still the example, so nobody was asked about its domain.';
    return [keyCheck(answer), { name: 'domain', ...notOk(message) }, webhookCheck(config)];
  }
  const records = answer.kind === 'told' ? (answer.domain?.records ?? []) : [];
  const { resolver } = surroundings;
  const names = dnsNamesOf(domain, records);
  const dnsChecks = isTestDomain(domain)
    ? []
    : [checkSpf(names, resolver), checkDkim(names, resolver), checkDmarc(domain, resolver)];
  return [
    keyCheck(answer),
    domainCheck(domain, answer),
    ...(await Promise.all(dnsChecks)),
    webhookCheck(config),
  ];
}

/** Without a secret no event is accepted. No send fails, so it goes unnoticed until bounces have piled up. */
function webhookCheck({ resend: { webhookSecret }, newsletter: { publicUrl } }: Config): Check {
  const address = `${publicUrl}/webhooks/resend`;
  return {
    name: 'webhook',
    ...(webhookSecret === null
      ? warn(
          `RESEND_WEBHOOK_SECRET is not set, so bounces and complaints are not heard of, and those addresses are mailed again. Add a webhook for ${address} at https://resend.com/webhooks and set its signing secret.`,
        )
      : ok(`Events are taken at ${address}.`)),
  };
}
