/** The ways in which a provider spells one mailbox, besides the sub-addresses (`anna+news@…`) that all have. */
interface Spelling {
  domains: ReadonlySet<string>;
  /** Set if a name is the same mailbox at every domain. */
  canonicalDomain?: string;
  /** Normalises what the provider ignores or treats alike in the local part. */
  normalise?: (localPart: string) => string;
  /** `anything@anna.domain` goes to `anna@domain`. */
  hasSubdomains?: boolean;
}

const without = (ignored: RegExp) => (localPart: string) => localPart.replace(ignored, '');

/** From the providers' own pages, or found out by their users. */
const SPELLINGS: readonly Spelling[] = [
  {
    // Gmail Help, "Dots don't matter in Gmail addresses"; Google's "Gmail or Google Mail": both domains are one.
    domains: new Set(['gmail.com', 'googlemail.com']),
    canonicalDomain: 'gmail.com',
    normalise: without(/\./g),
  },
  {
    // proton.me/support/addresses-and-aliases: an account may use its name at each domain, and no one else gets it.
    // Dots, hyphens and underscores are ignored: sindastra.de, "ProtonMail: dots, hyphens and underscores", quoting
    // Proton.
    domains: new Set(['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me']),
    canonicalDomain: 'proton.me',
    normalise: without(/[._-]/g),
  },
  {
    // yandex.com/support/id, "Alternate email addresses": a name is linked at all Yandex domains; a dot counts as a
    // hyphen.
    domains: new Set(
      ['com', 'ru', 'by', 'kz', 'ua', 'uz', 'com.am', 'com.ge', 'com.ru', 'com.tr', 'com.ua', 'co.il', 'az']
        .concat('ee', 'fr', 'kg', 'lt', 'lv', 'md', 'tj', 'tm')
        .map((ending) => `yandex.${ending}`)
        .concat('ya.ru', 'narod.ru'),
    ),
    canonicalDomain: 'yandex.ru',
    normalise: (localPart) => localPart.replaceAll('.', '-'),
  },
  {
    // support.apple.com/118230: an account with several of these domains has the same name at each.
    domains: new Set(['icloud.com', 'me.com', 'mac.com']),
    canonicalDomain: 'icloud.com',
  },
  {
    // fastmail.help, "Plus addressing and subdomain addressing"; host names have no underscore, so a hyphen replaces it
    // (fastmail.com/blog/two-address-resolving-additions). A name at two of these domains may belong to two people.
    domains: new Set(
      ['com', 'fm', 'net', 'org', 'us', 'uk', 'co.uk', 'com.au', 'de', 'es', 'fr', 'nl', 'se', 'mx', 'in']
        .concat(['im', 'jp', 'cn', 'tw', 'to'])
        .map((ending) => `fastmail.${ending}`)
        .concat('sent.com', 'eml.cc', 'ftml.net', 'imap.cc', 'airpost.net', 'warpmail.net', 'mailbolt.com')
        .concat('myfastmail.com', 'mailcan.com', '123mail.org', 'speedpost.net', 'xsmail.com', 'pobox.com'),
    ),
    hasSubdomains: true,
    normalise: (localPart) => localPart.replaceAll('_', '-'),
  },
];

const BY_DOMAIN = new Map(
  SPELLINGS.flatMap((spelling) => [...spelling.domains].map((domain) => [domain, spelling] as const)),
);

/**
 * One spelling for all the email addresses known to reach the same mailbox. For counting only: in the list of
 * subscribers each spelling is an address of its own.
 */
export function mailboxOf(emailKey: string): string {
  const at = emailKey.lastIndexOf('@');
  const { localPart, domain, spelling } = mailboxParts(emailKey.slice(0, at), emailKey.slice(at + 1));
  const untagged = localPart.replace(/(?<=.)\+.*$/, '');
  const plain = spelling?.normalise?.(untagged) || untagged;
  return `${plain}@${spelling?.canonicalDomain ?? domain}`;
}

function mailboxParts(localPart: string, domain: string) {
  const spelling = BY_DOMAIN.get(domain);
  const labels = domain.split('.');
  const start = labels.findIndex(
    (_, index) => BY_DOMAIN.get(labels.slice(index + 1).join('.'))?.hasSubdomains,
  );
  const user = labels[start];
  if (spelling !== undefined || user === undefined) return { localPart, domain, spelling };
  const base = labels.slice(start + 1).join('.');
  return { localPart: user, domain: base, spelling: BY_DOMAIN.get(base) };
}
