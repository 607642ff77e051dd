import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { derivedKey } from '../../../links/derived-key.ts';
import type { Clock } from '../../../shared/clock.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/durations.ts';
import { networkOf } from '../../../shared/network-address.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { browserName } from './browser-name.ts';
import { createKnownBrowsers, KNOWN_BROWSER_LIFETIME_MS } from './known-browser.ts';
import { clearCookie, readCookies, writeCookie } from './session-cookie.ts';
import type { LiveSessions, StudioSession, StudioStore } from './studio-store.ts';

/** A session ends after so long without a visit, and after so long in any case. */
export const MAX_IDLE_MS = 12 * HOUR_MS;
export const MAX_SESSION_MS = 7 * DAY_MS;

/** After so long, what cannot be taken back asks for the password again. */
export const REAUTHENTICATE_AFTER_MS = 15 * MINUTE_MS;

/** A visit is written down at most so often. */
const SEEN_INTERVAL_MS = MINUTE_MS;

const ID_BYTES = 32;

/** Where pages listen for changes, for as long as they are open. */
export const STUDIO_EVENTS_ROUTE = '/studio/events';

export interface Sessions {
  /** Whether there is a password, and this is it. */
  isPassword(given: string): boolean;
  /** The session of a request; null where it has none, or it is over. A visit by a person keeps it from ending. */
  find(context: Context<StudioEnv>): Promise<StudioSession | null>;
  /** Begins a session, in the place of the one that the browser had, and remembers the browser. */
  begin(context: Context<StudioEnv>): Promise<void>;
  /** Names whoever has proved themselves before, by the session or the browser; null for a stranger. */
  knownAs(context: Context<StudioEnv>): string | null;
  /** Whether what cannot be taken back may be done without asking for the password. */
  isRecentlyAuthenticated(session: StudioSession): boolean;
  markAuthenticated(session: StudioSession): Promise<void>;
  end(context: Context<StudioEnv>, session: StudioSession): Promise<void>;
  list(): Promise<StudioSession[]>;
}

export interface SessionDeps {
  studioStore: StudioStore;
  /** Null where the one-time key opens the studio. */
  password: string | null;
  /** The first signs, all verify. */
  secrets: readonly string[];
  /** Whether people reach the studio by https. */
  isSecure: boolean;
  clock: Clock;
}

/**
 * Sessions that are kept in the database, so that they can be ended there. Each is bound to the password and to the first
 * signing secret: with another one, none of them counts any more.
 */
export function createSessions({ studioStore, password, secrets, isSecure, clock }: SessionDeps): Sessions {
  const [secret] = secrets;
  if (secret === undefined) throw new RangeError('There is no secret to bind sessions to.');
  const credential = sha256Hex(derivedKey(secret, `studio session ${sha256Hex(password ?? '')}`));
  const live = (): LiveSessions => ({
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
      // The browser forgets it, so nobody would ever sign it out.
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

/**
 * What a page loads by itself is no visit: its changes, its frames and its pictures would keep a session for as long as a tab
 * is open. Browsers from before Fetch Metadata say nothing of it.
 */
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
