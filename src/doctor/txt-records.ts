import { NODATA, NOTFOUND, Resolver } from 'node:dns/promises';
import { codeOf, messageOf } from '../shared/errors.ts';
import { type Finding, warn } from './check.ts';

/** What asks DNS. */
export type DnsResolver = Pick<Resolver, 'resolveTxt'>;

/** Asks the name servers of this machine. One that stays silent is given up after about six seconds. */
export function systemResolver(): DnsResolver {
  return new Resolver({ timeout: 2_000, tries: 2 });
}

/** The TXT records of a name, none where it has none; or why nobody knows. */
export type TxtAnswer =
  | { kind: 'texts'; name: string; texts: readonly string[] }
  | { kind: 'unasked'; name: string; reason: string };

const NO_NETWORK = 'this machine seems to be without network.';

/** What keeps a question from being answered, by the code of `node:dns`; any other is told by its own message. */
const REASONS: Readonly<Record<string, string>> = {
  ETIMEOUT: `no name server answered in time; ${NO_NETWORK}`,
  ECONNREFUSED: `no name server can be reached; ${NO_NETWORK}`,
  ESERVFAIL:
    'the name server failed (SERVFAIL). Try again; if it stays so, see to the zone at your DNS provider.',
  EREFUSED: 'the name server refuses to answer. See to the name servers of this machine.',
};

/**
 * Asks for the TXT records of a name; never throws. The strings of a record are put together as they are (RFC 7208,
 * section 3.3, and RFC 9989, section 4.5), and the name server that is asked follows CNAME records (RFC 1034,
 * section 4.3.2).
 */
export async function askTxt(name: string, resolver: DnsResolver): Promise<TxtAnswer> {
  try {
    const records = await resolver.resolveTxt(name);
    return { kind: 'texts', name, texts: records.map((strings) => strings.join('')) };
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code === NOTFOUND || code === NODATA) return { kind: 'texts', name, texts: [] };
    return { kind: 'unasked', name, reason: REASONS[code] ?? `${messageOf(error)}.` };
  }
}

/** What to say of a name that nobody could be asked about. */
export function unaskedFinding({ name, reason }: { name: string; reason: string }): Finding {
  return warn(`DNS could not be asked about ${name}: ${reason}`);
}

/** The tags of a record that is a list of `tag=value` (RFC 6376, section 3.2), white space around them left out. */
export function tagsOf(record: string): ReadonlyMap<string, string> {
  return new Map(
    record.split(';').flatMap((part): [string, string][] => {
      const [, tag, value] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(part) ?? [];
      return tag === undefined || value === undefined ? [] : [[tag, value.trim()]];
    }),
  );
}

/** The `p=` of a DKIM key record (RFC 6376, section 3.6.1), without the white space that may stand within it; null where it has none. */
export function publicKeyOf(record: string): string | null {
  return tagsOf(record).get('p')?.replace(/\s/g, '') ?? null;
}
