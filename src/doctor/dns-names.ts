import type { DomainRecord } from './resend-domain.ts';
import { parseSpf } from './spf-record.ts';
import { publicKeyOf } from './txt-records.ts';

export interface DkimKey {
  name: string;
  /** Null if Resend does not say. */
  publicKey: string | null;
}

export interface ReturnPath {
  name: string;
  /** What its SPF record must allow, in lower case; empty if the name is an alias of the provider's. */
  mustAllow: readonly string[];
}

/** Resend sends through Amazon SES (https://resend.com/docs/api-reference/domains/get-domain). */
const PROVIDER_SPF = ['include:amazonses.com'];

export interface DnsNames {
  returnPaths: readonly ReturnPath[];
  dkimKeys: readonly DkimKey[];
  advice: string;
}

/**
 * The names that Resend lists for a domain, or else its defaults
 * (https://resend.com/docs/dashboard/domains/custom-return-path,
 * https://resend.com/docs/api-reference/domains/get-domain).
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
    returnPaths: returnPaths.length > 0 ? returnPaths : [{ name: `send.${domain}`, mustAllow: PROVIDER_SPF }],
    dkimKeys: dkimKeys.length > 0 ? dkimKeys : [{ name: `resend._domainkey.${domain}`, publicKey: null }],
    advice: stated
      ? 'Set the record as https://resend.com/domains shows it.'
      : `Set the records that https://resend.com/domains shows for ${domain}. If it shows other names, set RESEND_API_KEY to a key with full access, and this check finds them.`,
  };
}

function mustAllow(records: readonly DomainRecord[]): readonly string[] {
  if (records.some(({ type }) => type === 'CNAME')) return [];
  const stated = records.find(({ type }) => type === 'TXT')?.value ?? '';
  const spf = parseSpf(stated.replaceAll('"', '').trim());
  return 'allows' in spf && spf.allows.length > 0 ? spf.allows : PROVIDER_SPF;
}

/**
 * A record's full name. Resend usually gives names without the registered domain, as DNS providers want them: the
 * return path of `news.site.com` is `send.news`. Some are complete, and the domain itself may be empty or `@`.
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
