import spellChecker from '@zootools/email-spell-checker';

/** Large providers whose names are long enough to recognise a typo in. */
export const SUGGESTED_DOMAINS: readonly string[] = [
  'gmail.com',
  'googlemail.com',
  'yahoo.com',
  'yahoo.co.uk',
  'yahoo.de',
  'yahoo.fr',
  'hotmail.com',
  'hotmail.co.uk',
  'hotmail.de',
  'hotmail.fr',
  'outlook.com',
  'outlook.de',
  'outlook.fr',
  'icloud.com',
  'proton.me',
  'protonmail.com',
  'fastmail.com',
  'fastmail.fm',
  'posteo.de',
  't-online.de',
  'freenet.de',
  'mailbox.org',
  'btinternet.com',
  'comcast.net',
  'verizon.net',
  'wanadoo.fr',
  'libero.it',
  'yandex.com',
];

/** Valid too, but never suggested: one letter more or less makes a company's name of them. */
const OTHER_DOMAINS: readonly string[] = [
  'mail.com',
  'email.com',
  'ymail.com',
  'gmx.com',
  'gmx.net',
  'gmx.de',
  'web.de',
  'me.com',
  'mac.com',
  'cloud.com',
  'live.com',
  'msn.com',
  'aol.com',
  'hey.com',
  'pm.me',
  'protonmail.ch',
  'fastmail.fr',
  'mailbox.com',
  'posteo.net',
  'tuta.com',
  'tuta.io',
  'zoho.com',
  'yandex.ru',
  'freenet.com',
  'freenet.net',
  'comcast.com',
  'verizon.com',
  'libero.com',
];

const KNOWN_DOMAINS: ReadonlySet<string> = new Set([...SUGGESTED_DOMAINS, ...OTHER_DOMAINS]);

/** Providers with a domain per country; `co`, `cm` and `om` are more likely typos of `com`. */
const NATIONAL = /^(?:yahoo|hotmail|outlook|live|gmx|ymail|aol)\.(?:com?\.)?(?!(?:co|cm|om)$)[a-z]{2}$/;

/** No domain ends like this. The library misses two typos in one name, so this one is fixed first. */
const MISTYPED_COM = /\.(?:con|cmo|ocm|vom|xom|cpm|coom|com[a-z])$/;

const DOMAIN = /^[a-z0-9.-]{1,253}$/;

/** The library's distance: two wrong letters or one swap; an extra letter counts half. */
const MAX_DISTANCE = 2;
const MAX_EXTRA_CHARACTERS = 2;

/**
 * The well-known domain probably meant by a mistyped one: to ask about, never to correct silently.
 * @param domain In ASCII and lower case, as `readDomain` returns it.
 * @returns One of {@link SUGGESTED_DOMAINS}; null for a correct domain, or one like none of them.
 */
export function suggestDomain(domain: string): string | null {
  if (!DOMAIN.test(domain) || KNOWN_DOMAINS.has(domain) || NATIONAL.test(domain)) return null;
  const corrected = domain.replace(MISTYPED_COM, '.com');
  if (corrected !== domain && KNOWN_DOMAINS.has(corrected))
    return SUGGESTED_DOMAINS.includes(corrected) ? corrected : null;
  // With its own endings and names, the library would invent domains that may not exist.
  const found = spellChecker.run({
    email: `a@${corrected}`,
    domains: SUGGESTED_DOMAINS.filter(
      ({ length }) => Math.abs(length - corrected.length) <= MAX_EXTRA_CHARACTERS,
    ),
    domainThreshold: MAX_DISTANCE,
    secondLevelDomains: [],
    topLevelDomains: [],
  });
  return found?.domain ?? null;
}
