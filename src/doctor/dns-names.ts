import type { DomainRecord } from './resend-domain.ts';
import { parseSpf } from './spf-record.ts';
import { publicKeyOf } from './txt-records.ts';

/** A DKIM key in DNS. */
export interface DkimKey {
  name: string;
  /** What Resend says that the key is; null where it does not say. */
  publicKey: string | null;
}

/** A domain in the envelope's sender, to which SPF belongs. */
export interface ReturnPath {
  name: string;
  /** What its SPF record must allow, in lower case: nothing certain where the name is an alias of the provider's own. */
  mustAllow: readonly string[];
}

/** Resend sends by Amazon SES (https://resend.com/docs/api-reference/domains/get-domain). */
const PROVIDER = ['include:amazonses.com'];

/** Where DNS holds what receivers ask of a sender's domain. */
export interface DnsNames {
  returnPaths: readonly ReturnPath[];
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
  const paths = named('SPF');
  const returnPaths = [...new Set(paths.map(({ name }) => name))].map((name) => ({
    name,
    mustAllow: mustAllow(paths.filter((record) => record.name === name)),
  }));
  const dkimKeys = named('DKIM').map(({ name, type, value }) => ({
    name,
    publicKey: type === 'TXT' ? publicKeyOf((value ?? '').replaceAll('"', '')) : null,
  }));
  const stated = returnPaths.length > 0 && dkimKeys.length > 0;
  return {
    returnPaths: returnPaths.length > 0 ? returnPaths : [{ name: `send.${domain}`, mustAllow: PROVIDER }],
    dkimKeys: dkimKeys.length > 0 ? dkimKeys : [{ name: `resend._domainkey.${domain}`, publicKey: null }],
    advice: stated
      ? 'Set the record as https://resend.com/domains shows it.'
      : `Set the records that https://resend.com/domains shows for ${domain}. If it shows other names, this check finds them with a key of full access.`,
  };
}

function mustAllow(records: readonly DomainRecord[]): readonly string[] {
  if (records.some(({ type }) => type === 'CNAME')) return [];
  const stated = records.find(({ type }) => type === 'TXT')?.value ?? '';
  const spf = parseSpf(stated.replaceAll('"', '').trim());
  return 'allows' in spf && spf.allows.length > 0 ? spf.allows : PROVIDER;
}

/**
 * A record's name as DNS has it. Resend states names as one types them at a DNS provider, without the registered domain:
 * the return path of `news.site.com` is `send.news`. Some stand there in full, and the domain itself may be nothing or `@`.
 */
export function absoluteName(name: string, domain: string): string {
  const stated = name.trim().toLowerCase().replace(/\.$/, '');
  if (stated === '' || stated === '@') return domain;
  if (stated === domain || stated.endsWith(`.${domain}`)) return stated;
  const labels = domain.split('.');
  const shared = labels.findLastIndex((_, index) =>
    stated.endsWith(`.${labels.slice(0, index + 1).join('.')}`),
  );
  return [stated, ...labels.slice(shared + 1)].join('.');
}
