/** How people know a PostgreSQL database: by its name and host, without user and password. */
export function postgresName(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  const server = host || searchParams.get('host') || 'this machine';
  return `${decodeURIComponent(pathname.slice(1))} on ${server}`;
}

/** What a URL names, without its password. Null is what PostgreSQL's own programs take without the option. */
export interface PostgresParts {
  host: string | null;
  port: string | null;
  user: string | null;
  database: string;
}

/** As the driver reads a URL. */
export function postgresParts(url: string): PostgresParts {
  const { hostname, port, username, pathname, searchParams } = new URL(url);
  const host = searchParams.get('host') || decodeURIComponent(hostname).replace(/^\[(.*)\]$/, '$1');
  return {
    host: host || null,
    port: port || searchParams.get('port') || null,
    user: searchParams.get('user') || decodeURIComponent(username) || null,
    database: decodeURIComponent(pathname.slice(1)),
  };
}

/** Modes that the driver treats as `verify-full`, and warns that a later version of it may not. */
const VERIFIED = ['prefer', 'require', 'verify-ca'];

export function areCertificatesChecked(url: string): boolean {
  const { searchParams } = new URL(withCheckedCertificate(url));
  return searchParams.get('sslmode') === 'verify-full';
}

/** Whether the password is only good for this one encrypted connection, if the server can do that (RFC 5802, section 6). */
export function bindsChannel(url: string): boolean {
  return ['prefer', 'require'].includes(new URL(url).searchParams.get('channel_binding') ?? '');
}

/** The same URL, whose `sslmode` means what it meant when it was written: that the server's certificate is checked. */
export function withCheckedCertificate(url: string): string {
  const read = new URL(url);
  const isLoose = read.searchParams.get('uselibpqcompat') === 'true';
  if (isLoose || !VERIFIED.includes(read.searchParams.get('sslmode') ?? '')) return url;
  read.searchParams.set('sslmode', 'verify-full');
  return read.href;
}
