import type { DomainRecord } from './ask-resend.ts';
import { publicKeyOf } from './txt-records.ts';

/** A DKIM key in DNS. */
export interface DkimKey {
  name: string;
  /** What Resend says that the key is; null where it does not say. */
  publicKey: string | null;
}

/** Where DNS holds what receivers ask of a sender's domain. */
export interface DnsNames {
  /** The domains in the envelope's sender, to which SPF belongs. */
  returnPaths: readonly string[];
  dkimKeys: readonly DkimKey[];
  /** What to do about a record that is missing or wrong. */
  advice: string;
}

/**
 * The names that Resend states for a domain, or where it states none, those that it gives to a domain by default
 * (https://resend.com/docs/dashboard/domains/custom-return-path, https://resend.com/docs/api-reference/domains/get-domain).
 */
export function dnsNamesOf(domain: string, records: readonly DomainRecord[]): DnsNames {
  const named = (kind: string) =>
    records
      .filter(({ record }) => record === kind)
      .map((record) => ({ ...record, name: absoluteName(record.name, domain) }));
  const returnPaths = [...new Set(named('SPF').map(({ name }) => name))];
  const dkimKeys = named('DKIM').map(({ name, type, value }) => ({
    name,
    publicKey: type === 'TXT' ? publicKeyOf((value ?? '').replaceAll('"', '')) : null,
  }));
  const stated = returnPaths.length > 0 && dkimKeys.length > 0;
  return {
    returnPaths: returnPaths.length > 0 ? returnPaths : [`send.${domain}`],
    dkimKeys: dkimKeys.length > 0 ? dkimKeys : [{ name: `resend._domainkey.${domain}`, publicKey: null }],
    advice: stated
      ? 'Set the record as https://resend.com/domains shows it.'
      : `Set the records that https://resend.com/domains shows for ${domain}. If it shows other names, this check finds them with a key of full access.`,
  };
}

/**
 * A record's name as DNS has it. Resend states names as one types them at a DNS provider, without the registered domain:
 * the return path of `news.site.com` is `send.news`. Some stand there in full.
 */
export function absoluteName(name: string, domain: string): string {
  const stated = name.toLowerCase().replace(/\.$/, '');
  if (stated === domain || stated.endsWith(`.${domain}`)) return stated;
  const labels = domain.split('.');
  const shared = labels.findLastIndex((_, index) =>
    stated.endsWith(`.${labels.slice(0, index + 1).join('.')}`),
  );
  return [stated, ...labels.slice(shared + 1)].join('.');
}
