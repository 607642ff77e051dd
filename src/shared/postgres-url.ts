/** How people know a PostgreSQL database: by its name and host, without user and password. */
export function postgresName(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  const server = host || searchParams.get('host') || 'this machine';
  return `${decodeURIComponent(pathname.slice(1))} on ${server}`;
}

/** Modes that the driver treats as `verify-full`, and warns that a later version of it may not. */
const VERIFIED = ['prefer', 'require', 'verify-ca'];

/** The same URL, whose `sslmode` means what it meant when it was written: that the server's certificate is checked. */
export function withCheckedCertificate(url: string): string {
  const read = new URL(url);
  const isLoose = read.searchParams.get('uselibpqcompat') === 'true';
  if (isLoose || !VERIFIED.includes(read.searchParams.get('sslmode') ?? '')) return url;
  read.searchParams.set('sslmode', 'verify-full');
  return read.href;
}
