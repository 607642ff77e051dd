import { toASCII } from 'tr46';

export type DomainReading = { ok: true; ascii: string } | { ok: false; reason: string };

/** UTS #46 with every check on: `url.domainToASCII` accepts `a..b`, `-a.com` and labels of 64 letters. */
const STRICT = {
  useSTD3ASCIIRules: true,
  verifyDNSLength: true,
  checkHyphens: true,
  checkBidi: true,
  checkJoiners: true,
};

/** Domains that the conversion would only lower-case: it takes a hundred times as long to find that out. */
const PLAIN = /^(?=.{1,253}$)(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.(?=.)|$))+$/i;

/** A cache: a list repeats its domains. */
const cache = new Map<string, DomainReading>();
const MAX_CACHED = 10_000;

/** The domain in ASCII and lower case, or a sentence that says why it cannot receive email. */
export function readDomain(domain: string): DomainReading {
  const earlier = cache.get(domain);
  if (earlier !== undefined) return earlier;
  const reading = readNewDomain(domain);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(domain, reading);
  return reading;
}

function readNewDomain(domain: string): DomainReading {
  const ascii = PLAIN.test(domain) ? domain.toLowerCase() : toASCII(domain, STRICT);
  const reason = ascii === null ? typedDomainProblem(domain) : asciiDomainProblem(ascii);
  return ascii === null || reason !== undefined
    ? { ok: false, reason: reason ?? 'The domain is not a valid name.' }
    : { ok: true, ascii };
}

function typedDomainProblem(domain: string): string | undefined {
  if (domain === '') return 'There is nothing after the @.';
  if (domain.startsWith('[')) return 'An IP address in place of the domain cannot be used.';
  if (/\s/.test(domain)) return 'The address contains white space.';
  if (domain.startsWith('.') || domain.endsWith('.') || domain.includes('..')) {
    return 'The domain begins or ends with a dot, or has two in a row.';
  }
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(domain))
    return 'The domain contains a character that a domain cannot have.';
  if (/(?:^|\.)-|-(?:\.|$)/.test(domain)) return 'A part of the domain begins or ends with a hyphen.';
  if (/[^.]{64}/.test(domain)) return 'A part of the domain is longer than 63 characters.';
  return undefined;
}

/** Valid in DNS, but not for email from outside (RFC 5321, section 2.3.5; RFC 3696, section 2). */
function asciiDomainProblem(ascii: string): string | undefined {
  const last = ascii.slice(ascii.lastIndexOf('.') + 1);
  if (/^\d+$/.test(last)) return 'An IP address in place of the domain cannot be used.';
  if (last === ascii) return 'The domain has no dot: it should look like example.com.';
  return undefined;
}
