import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deriveSubkey } from '../../../links/derived-key.ts';
import type { Clock } from '../../../shared/clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/durations.ts';
import { networkOf } from '../../../shared/network-address.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { browserName } from './browser-name.ts';
import { createKnownBrowsers, KNOWN_BROWSER_LIFETIME_MS } from './known-browser.ts';
import { clearCookie, readCookies, writeCookie } from './session-cookie.ts';
import type { SessionFilter, StudioSession, StudioStore } from './studio-store.ts';

/** A session ends after this long without activity, and after `MAX_SESSION_MS` in any case. */
export const MAX_IDLE_MS = 12 * HOUR_MS;
export const MAX_SESSION_MS = 7 * DAY_MS;

/** After this long, actions that cannot be undone ask for the password again. */
export const REAUTHENTICATE_AFTER_MS = 15 * MINUTE_MS;

/** A session's last use is written at most this often. */
const SEEN_INTERVAL_MS = MINUTE_MS;

const ID_BYTES = 32;

export const STUDIO_EVENTS_ROUTE = '/studio/events';

export interface Sessions {
  isPassword(given: string): boolean;
  /** The session of a request; null if it has none or it has expired. User activity keeps it alive. */
  find(context: Context<StudioEnv>): Promise<StudioSession | null>;
  /** Begins a session, replacing the browser's current one, and remembers the browser. */
  begin(context: Context<StudioEnv>): Promise<void>;
  /** Identifies a session or known browser; null for a stranger. */
  knownAs(context: Context<StudioEnv>): string | null;
  isRecentlyAuthenticated(session: StudioSession): boolean;
  markAuthenticated(session: StudioSession): Promise<void>;
  end(context: Context<StudioEnv>, session: StudioSession): Promise<void>;
  list(): Promise<StudioSession[]>;
}

export interface SessionDeps {
  studioStore: StudioStore;
  /** Null if the one-time key opens the studio. */
  password: string | null;
  /** The first signs, all verify. */
  secrets: readonly string[];
  isSecure: boolean;
  clock: Clock;
}

/** Sessions in the database, bound to the password and first signing secret: changing either ends them all. */
export function createSessions({ studioStore, password, secrets, isSecure, clock }: SessionDeps): Sessions {
  const [secret] = secrets;
  if (secret === undefined) throw new RangeError('There is no secret to bind sessions to.');
  const credential = sha256Hex(deriveSubkey(secret, `studio session ${sha256Hex(password ?? '')}`));
  const live = (): SessionFilter => ({
    credential,
    createdAfter: clock.now() - MAX_SESSION_MS,
    seenAfter: clock.now() - MAX_IDLE_MS,
  });
  const find = async (context: Context<StudioEnv>) => {
    for (const secret of readCookies(context, { cookie: 'session', isSecure })) {
      const session = await studioStore.findSession(sha256Hex(secret), live());
      if (session !== null) return session;
    }
    return null;
  };
  const knownBrowsers = createKnownBrowsers(secrets);
  const knownAs = (context: Context<StudioEnv>) => {
    const { session } = context.var;
    if (session !== null) return `session ${session.id}`;
    const names = readCookies(context, { cookie: 'browser', isSecure }).map(knownBrowsers.verify);
    const name = names.find((one) => one !== null);
    return name === undefined ? null : `browser ${name}`;
  };
  return {
    knownAs,
    isPassword: (given) => password !== null && timingSafeEqual(sha256(given), sha256(password)),
    find: async (context) => {
      const session = await find(context);
      const now = clock.now();
      if (session !== null && isUserActivity(context) && now - session.seenAt >= SEEN_INTERVAL_MS)
        await studioStore.updateSession(session.id, { seenAt: now });
      return session;
    },
    begin: async (context) => {
      const id = randomBytes(ID_BYTES).toString('base64url');
      const now = clock.now();
      const network = networkOf(context.get('networkAddress'));
      const browser = browserName(context.req.header('user-agent') ?? '');
      const session = { createdAt: now, seenAt: now, provedAt: now, network, browser };
      const earlier = await find(context);
      await studioStore.beginSession({ hash: sha256Hex(id), ...session }, live());
      writeCookie(context, { cookie: 'session', value: id, isSecure, lifetime: MAX_SESSION_MS });
      // The browser forgets it, so no one could sign it out.
      if (earlier !== null) await studioStore.endSession(earlier.id);
      if (password !== null && knownAs(context) === null)
        writeCookie(context, {
          cookie: 'browser',
          value: knownBrowsers.create(),
          isSecure,
          lifetime: KNOWN_BROWSER_LIFETIME_MS,
        });
    },
    isRecentlyAuthenticated: ({ provedAt }) =>
      password === null || clock.now() - provedAt < REAUTHENTICATE_AFTER_MS,
    markAuthenticated: ({ id }) =>
      studioStore.updateSession(id, { seenAt: clock.now(), provedAt: clock.now() }),
    end: async (context, { id }) => {
      await studioStore.endSession(id);
      clearCookie(context, { cookie: 'session', isSecure });
    },
    list: () => studioStore.listSessions(live()),
  };
}

/** Events, frames and images must not keep a session alive. Browsers without Fetch Metadata cannot be told apart. */
function isUserActivity({ req }: Context): boolean {
  const isByPerson = (req.header('sec-fetch-dest') ?? 'document') === 'document';
  return req.method !== 'GET' || (isByPerson && req.path !== STUDIO_EVENTS_ROUTE);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function sha256Hex(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex');
}
