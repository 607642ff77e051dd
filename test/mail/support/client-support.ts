import { caniemail, rawData } from 'caniemail';

/**
 * A feature that a client supports not at all or in part, according to caniemail.com, such as `table-layout in
 * outlook.windows`.
 */
export type Finding = `${string} in ${string}`;

/** The clients that matter. `outlook.windows` is classic Outlook, which renders with Word; the new one is Outlook.com in a window. */
const CLIENTS = [
  'gmail.desktop-webmail',
  'gmail.mobile-webmail',
  'gmail.ios',
  'gmail.android',
  'apple-mail.macos',
  'apple-mail.ios',
  'outlook.windows',
  'outlook.outlook-com',
  'outlook.macos',
  'outlook.ios',
  'outlook.android',
  'yahoo.desktop-webmail',
  'yahoo.ios',
  'yahoo.android',
  'samsung-email.android',
  'thunderbird.macos',
] as const;

/**
 * caniemail has Outlook.com's data, but its checker does not know that client: the data replace those of a
 * discontinued one.
 */
const STANDS_FOR = { 'outlook.windows-mail': 'outlook.outlook-com' } as const;
const GONE = 'windows-mail';

/** Support by version, beginning with `y`, `a` (in part), `n` or `u` (untested). */
type Versions = Readonly<Record<string, string>>;
const UNTESTED: Versions = { '0': 'u' };

interface Feature {
  title: string;
  stats: Record<string, Record<string, Versions>>;
}
const features = new Map((rawData.data as unknown as Feature[]).map((feature) => [feature.title, feature]));

// The checker throws if its data have no entry for a client.
for (const { stats } of features.values()) {
  for (const client of CLIENTS) {
    const [family, platform] = parts(client);
    stats[family] = { [platform]: UNTESTED, ...stats[family] };
  }
  stats.outlook = { ...stats.outlook, [GONE]: stats.outlook?.['outlook-com'] ?? UNTESTED };
}

/** The features of an email that some client lacks, each once, sorted. */
export function supportFindings(html: string): Finding[] {
  const asked = CLIENTS.map((client) =>
    client === STANDS_FOR['outlook.windows-mail'] ? `outlook.${GONE}` : client,
  );
  const { errors, warnings } = caniemail({
    clients: asked as Parameters<typeof caniemail>[0]['clients'],
    html,
  }).issues;
  const found = [...errors, ...warnings].flatMap(([client, issues]) =>
    issues.filter(({ title }) => isTested(title, client)).map(({ title }) => finding(title, client)),
  );
  return [...new Set(found)].sort();
}

function isTested(title: string, client: string): boolean {
  const [family, platform] = parts(client);
  const versions = features.get(title)?.stats[family]?.[platform] ?? UNTESTED;
  const latest = Object.keys(versions).sort().at(-1) ?? '';
  return !versions[latest]?.startsWith('u');
}

const finding = (title: string, client: string): Finding =>
  `${title} in ${STANDS_FOR[client as keyof typeof STANDS_FOR] ?? client}`;

function parts(client: string): [family: string, platform: string] {
  const [family = '', platform = ''] = client.split('.');
  return [family, platform];
}
