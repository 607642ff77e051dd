import { existsSync } from 'node:fs';
import { type App, composeApp, composeWithoutDatabase } from '../app/compose-app.ts';
import { type ConfiguredDatabase, databaseOf } from '../app/configured-database.ts';
import { hasSameSecret, OTHER_SECRET } from '../app/same-secret.ts';
import { nextOpenFirings } from '../issue-actions/find-default-slot.ts';
import { emptyAudienceObstacles } from '../issue-actions/prepare-slot.ts';
import type { Audience } from '../issues/audience.ts';
import { isLoopbackUrl } from '../issues/newsletter.ts';
import { type Config, outboxProblem } from '../settings/config.ts';
import { studioAccess, studioClosedReason } from '../settings/studio-access.ts';
import { MIN_PASSWORD_LENGTH } from '../settings/studio-password.ts';
import { codeOf, messageOf } from '../shared/errors.ts';
import { counted, formatNumber, formatTime } from '../shared/format.ts';
import { MAX_CHECK_AGE_MS } from '../shared/jobs/serve-health.ts';
import { type Check, type Finding, ok, stop, warn } from './check.ts';
import { issueChecks } from './issue-checks.ts';
import { findNextIssue, type NextIssue } from './next-issue.ts';
import { serverChecks } from './server-checks.ts';

export interface Installation {
  checks: Check[];
  /** The next issue if it is already fixed; null if it would still be made from the settings. */
  next: NextIssue | null;
  /** With what the owner has set, if the database could be read. */
  config: Config;
}

/**
 * Checks this machine: the database, the transport, the schedule. Uses no network.
 *
 * @throws AppError `configuration` if the settings in force contradict one another.
 */
export async function examineInstallation(given: Config): Promise<Installation> {
  const database = databaseOf(given);
  try {
    const exists = await database.exists();
    const app = await (exists ? composeApp(given) : composeWithoutDatabase(given));
    try {
      await app.settings.refresh();
      const { config } = app;
      const audience = await app.deliveryStore.forecastAudience(app.clock.now());
      const checks = [
        exists ? await databaseCheck(app) : missingDatabase(database),
        ...(app.readServer === null ? [] : serverChecks(await app.readServer())),
        ...(await secretChecks(app)),
        await subscribersCheck(app, audience),
        await transportCheck(app, audience.candidates),
        ...(await issueChecks(app)),
        await scheduleCheck(app),
        proxyCheck(config),
        studioCheck(config),
      ];
      return { checks, next: await findNextIssue(app), config };
    } finally {
      await app.close();
    }
  } catch (error) {
    if (codeOf(error) === 'configuration') throw error;
    const check = { name: 'database', ...stop(database.problem() ?? messageOf(error)) };
    return { checks: [check, proxyCheck(given), studioCheck(given)], next: null, config: given };
  }
}

/** Never creates one: in a wrong folder that would hide the mistake. */
function missingDatabase({ absence, problem }: ConfiguredDatabase): Check {
  return {
    name: 'database',
    ...stop(
      problem() ??
        `${absence} yet, and doctor does not create one. If yours is elsewhere, set DATABASE_URL. To start a new one, run: verdicts import <file>`,
    ),
  };
}

/** A full disk or a damaged file shows only when the database is written or read in full. */
async function databaseCheck(app: App): Promise<Check> {
  const { database, engine, comparisonStore } = app;
  const name = 'database';
  try {
    await app.checkWritable();
  } catch (error) {
    return { name, ...stop(messageOf(error)) };
  }
  const damage = await app.checkIntegrity().catch((error: unknown) => error);
  if (damage instanceof Error)
    return { name, ...warn(`${database.name}: ${damage.message} Run doctor again.`) };
  if (typeof damage === 'string')
    return { name, ...stop(`${database.name} is damaged: ${damage}. Restore a backup of it.`) };
  const comparisons = await comparisonStore.listComparisons();
  return {
    name,
    ...ok(`${database.name} is open (${engine}). It holds ${counted(comparisons.length, 'comparison')}.`),
  };
}

/** Silent where all is well, as nearly always. */
async function secretChecks(app: App): Promise<Check[]> {
  return (await hasSameSecret(app)) ? [] : [{ name: 'signing-secret', ...stop(OTHER_SECRET) }];
}

async function subscribersCheck({ subscriberStore }: App, audience: Audience): Promise<Check> {
  const { confirmed, pending, unsubscribed } = await subscriberStore.count();
  const counts = `${formatNumber(confirmed)} confirmed, ${formatNumber(pending)} not confirmed, ${formatNumber(unsubscribed)} unsubscribed.`;
  const nobody = emptyAudienceObstacles(audience);
  const finding = nobody.length === 0 ? ok(counts) : stop([counts, ...nobody].join(' '));
  return { name: 'subscribers', ...finding };
}

export async function transportCheck(
  { config, openTransport }: { config: Config; openTransport(): Promise<unknown> },
  confirmed: number,
): Promise<Check> {
  const name = 'transport';
  try {
    const problem = outboxProblem(config);
    if (problem !== null) return { name, ...stop(problem) };
    if (config.transportName === 'resend' || existsSync(config.outboxDir)) await openTransport();
    return {
      name,
      ...(config.transportName === 'outbox' ? outboxFinding(config) : resendFinding(config, confirmed)),
    };
  } catch (error) {
    return { name, ...stop(messageOf(error)) };
  }
}

function outboxFinding({ outboxDir }: Config): Finding {
  return stop(
    `Emails go to the test mailbox (${outboxDir}${existsSync(outboxDir) ? '' : ', which does not exist yet'}). They reach no reader. To send them, set RESEND_API_KEY and TRANSPORT=resend.`,
  );
}

function resendFinding({ resend, dailyLimit }: Config, confirmed: number): Finding {
  const place = `Emails go through Resend at ${resend.baseUrl}`;
  if (!resend.baseUrl.startsWith('https:') && !isLoopbackUrl(resend.baseUrl))
    return warn(
      `${place}, which is not encrypted: anyone on the way can read the API key and every email. Start RESEND_BASE_URL with https://.`,
    );
  if (dailyLimit === null) return ok(`${place}.`);
  const days = Math.ceil(confirmed / dailyLimit);
  const lasts = days > 1 ? `: an issue to ${formatNumber(confirmed)} subscribers takes ${days} days` : '';
  return ok(`${place}, at most ${formatNumber(dailyLimit)} in a UTC day (SEND_DAILY_LIMIT)${lasts}.`);
}

/** Times name their zone, so that a change of the clocks in between is visible. */
async function scheduleCheck(app: App): Promise<Check> {
  const {
    config: { schedule },
    clock,
    scheduleStore,
  } = app;
  const name = 'schedule';
  const now = clock.now();
  const next = (await nextOpenFirings(now, 3, app)).map(({ instant }) => formatTime(instant, schedule.zone));
  if (next.length === 0)
    return {
      name,
      ...stop(
        'No issue goes out in the coming year: SCHEDULE names no day in it. Set it to a day of the week, such as 0 9 * * 2 for Tuesdays at 09:00.',
      ),
    };
  const { checkedAt } = await scheduleStore.readState();
  // A running serve records the check again within a minute after the clock changes.
  if (checkedAt !== null && Math.abs(now - checkedAt) > MAX_CHECK_AGE_MS) {
    const at = `The schedule was last checked ${formatTime(checkedAt, schedule.zone)}`;
    const ahead = checkedAt > now ? ', ahead of the clock of this machine' : '';
    const advice = 'Start verdicts serve, or see in its log why it fails.';
    return { name, ...stop(`${at}${ahead}, so nothing goes out by itself. ${advice}`) };
  }
  const serve = checkedAt === null ? ' Nothing goes out by itself until verdicts serve runs.' : '';
  return {
    name,
    ...ok(`Next: ${next.join(', ')}${schedule.zone === 'UTC' ? '' : ` (${schedule.zone})`}.${serve}`),
  };
}

/** Behind an unlisted proxy, all readers share the limit of one network. Nothing fails until they are refused. */
function proxyCheck(config: Config): Check {
  const { newsletter, trustedProxies } = config;
  const name = 'proxy';
  const fault = publicUrlFault(config);
  if (fault !== null) return { name, ...warn(`${fault} ${TLS_PROXY}`) };
  if (trustedProxies.length > 0)
    return { name, ...ok('X-Forwarded-For is trusted from the proxies in TRUSTED_PROXIES.') };
  if (isLoopbackUrl(newsletter.publicUrl))
    return {
      name,
      ...ok('TRUSTED_PROXIES is empty, so each request counts as coming from the IP that connects.'),
    };
  return {
    name,
    ...warn(
      `TRUSTED_PROXIES is empty, but ${newsletter.publicUrl} needs a proxy in front of serve. All readers then seem to come from the proxy, and share the sign-up limit of one network. Set it to the IP that the proxy connects from, such as 127.0.0.1.`,
    ),
  };
}

const TLS_PROXY =
  'Put a proxy with a certificate in front of serve. Set PUBLIC_URL to its https:// URL, and TRUSTED_PROXIES to the IP that it connects from, such as 127.0.0.1.';

/** What is wrong with PUBLIC_URL for readers; null if nothing is, or if only this machine reads. */
function publicUrlFault({ newsletter: { publicUrl }, transportName }: Config): string | null {
  if (isLoopbackUrl(publicUrl))
    return transportName === 'outbox'
      ? null
      : `PUBLIC_URL is ${publicUrl}, which only this machine can open: no link in an issue works for its readers.`;
  return publicUrl.startsWith('https:')
    ? null
    : `PUBLIC_URL is ${publicUrl}, without https. Anyone on the way can read what people sign up with and their unsubscribe links, and browsers warn about the pages.`;
}

/** Sending does not need the studio, so a closed one is only a warning. */
function studioCheck(config: Config): Check {
  const name = 'studio';
  const access = studioAccess(config);
  const { publicUrl } = config.newsletter;
  if (access === 'password' && !publicUrl.startsWith('https:') && !isLoopbackUrl(publicUrl))
    return {
      name,
      ...warn(
        `The studio asks for STUDIO_PASSWORD, but PUBLIC_URL is ${publicUrl}, without https: anyone on the way can read the password, and sign in with it. ${TLS_PROXY} Until then, open the studio on this machine only.`,
      ),
    };
  if (access === 'password') return { name, ...ok('The studio asks for STUDIO_PASSWORD.') };
  if (access === 'key')
    return {
      name,
      ...ok('The studio opens only on this machine, with the one-time key that verdicts serve prints.'),
    };
  return {
    name,
    ...warn(
      `The studio is closed, because STUDIO_PASSWORD is empty and ${studioClosedReason(config)}. Issues still go out. To open it, set STUDIO_PASSWORD to at least ${MIN_PASSWORD_LENGTH} characters.`,
    ),
  };
}
