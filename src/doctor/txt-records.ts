import { NODATA, NOTFOUND, Resolver } from 'node:dns/promises';
import { codeOf, messageOf } from '../shared/errors.ts';
import { type Finding, warn } from './check.ts';

export type DnsResolver = Pick<Resolver, 'resolveTxt'>;

/** This machine's name servers, with a timeout of about six seconds. */
export function systemResolver(): DnsResolver {
  return new Resolver({ timeout: 2_000, tries: 2 });
}

/** The TXT records of a name, possibly none; or why the answer is unknown. */
export type TxtAnswer =
  | { kind: 'texts'; name: string; texts: readonly string[] }
  | { kind: 'unknown'; name: string; reason: string };

const NO_NETWORK = 'this machine seems to be offline.';

const REASONS: Readonly<Record<string, string>> = {
  ETIMEOUT: `no name server answered in time; ${NO_NETWORK}`,
  ECONNREFUSED: `no name server can be reached; ${NO_NETWORK}`,
  ESERVFAIL:
    'the name server failed (SERVFAIL). Try again. If that does not help, check the zone at your DNS provider.',
  EREFUSED: 'the name server refuses to answer. Check which name servers this machine uses.',
};

/**
 * Looks up the TXT records of a name; never throws. Concatenates the strings of each record (RFC 7208, section 3.3,
 * and RFC 9989, section 4.5); CNAME records are followed by the name server (RFC 1034, section 4.3.2).
 */
export async function lookUpTxt(name: string, resolver: DnsResolver): Promise<TxtAnswer> {
  try {
    const records = await resolver.resolveTxt(name);
    return { kind: 'texts', name, texts: records.map((strings) => strings.join('')) };
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code === NOTFOUND || code === NODATA) return { kind: 'texts', name, texts: [] };
    return { kind: 'unknown', name, reason: REASONS[code] ?? `${messageOf(error)}.` };
  }
}

export function unansweredFinding({ name, reason }: { name: string; reason: string }): Finding {
  return warn(`DNS could not be asked about ${name}: ${reason}`);
}

/** The tags of a `tag=value` list (RFC 6376, section 3.2). */
export function tagsOf(record: string): ReadonlyMap<string, string> {
  return new Map(
    record.split(';').flatMap((part): [string, string][] => {
      const [, tag, value] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(part) ?? [];
      return tag === undefined || value === undefined ? [] : [[tag, value.trim()]];
    }),
  );
}

/** The `p=` of a DKIM key record (RFC 6376, section 3.6.1) without white space; null if it has none. */
export function publicKeyOf(record: string): string | null {
  return tagsOf(record).get('p')?.replace(/\s/g, '') ?? null;
}
