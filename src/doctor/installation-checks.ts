import { existsSync } from 'node:fs';
import { type App, composeApp, composeWithoutDatabase, hasDatabase } from '../compose-app.ts';
import type { Config } from '../config.ts';
import { messageOf } from '../errors.ts';
import { nextFirings } from '../schedule/firings.ts';
import { inLocalTime } from '../schedule/local-time.ts';
import { type Check, type Finding, notOk, ok } from './check.ts';

/** Looks at what this machine holds: the database, the way out for mails, the schedule. Uses no network. */
export async function installationChecks(config: Config): Promise<Check[]> {
  try {
    const app = hasDatabase(config.databasePath) ? composeApp(config) : composeWithoutDatabase(config);
    try {
      const { confirmed, pending, unsubscribed } = await app.subscriberStore.count();
      const counts = `${confirmed} confirmed, ${pending} pending, ${unsubscribed} unsubscribed.`;
      return [
        hasDatabase(config.databasePath) ? await databaseCheck(app) : missingDatabase(config),
        {
          name: 'subscribers',
          ...(confirmed > 0 ? ok(counts) : notOk(`${counts} Add some: verdicts subscribers import <file>`)),
        },
        await transportCheck(app, confirmed),
        scheduleCheck(app),
        proxyCheck(config),
        studioCheck(config),
      ];
    } finally {
      app.close();
    }
  } catch (error) {
    return [{ name: 'database', ...notOk(messageOf(error)) }, proxyCheck(config), studioCheck(config)];
  }
}

/** Doctor creates none: in a wrong folder it would hide what is wrong. */
function missingDatabase({ databasePath }: Config): Check {
  return {
    name: 'database',
    ...notOk(
      `There is no database ${databasePath} yet, and none was created. If there should be one, check the folder and DATABASE_URL; else begin it: verdicts import <file>`,
    ),
  };
}

async function databaseCheck({ config, engine, issueStore }: App): Promise<Check> {
  const comparisons = await issueStore.listComparisons();
  return {
    name: 'database',
    ...ok(`${config.databasePath} is open (${engine}), comparisons: ${comparisons.length}.`),
  };
}

/** Opens the transport, and says where mails go. */
export async function transportCheck(
  { config, openTransport }: Pick<App, 'config' | 'openTransport'>,
  confirmed: number,
): Promise<Check> {
  const name = 'transport';
  try {
    if (config.transport === 'resend' || existsSync(config.outboxDir)) await openTransport();
    return {
      name,
      ...(config.transport === 'outbox' ? outboxFinding(config) : resendFinding(config, confirmed)),
    };
  } catch (error) {
    return { name, ...notOk(messageOf(error)) };
  }
}

function outboxFinding({ outboxDir }: Config): Finding {
  return notOk(
    `Mails go to the outbox ${outboxDir}, ${existsSync(outboxDir) ? 'which can be written to' : 'which is not there yet'}, and to nobody's mailbox. Set RESEND_API_KEY and TRANSPORT=resend to send them.`,
  );
}

function resendFinding({ resend, dailyLimit }: Config, confirmed: number): Finding {
  const place = `Mails go through Resend at ${resend.baseUrl}`;
  if (dailyLimit === null) return ok(`${place}.`);
  const days = Math.ceil(confirmed / dailyLimit);
  const lasts = days > 1 ? `: an issue to ${confirmed} subscribers takes ${days} days` : '';
  return ok(`${place}, at most ${dailyLimit} in a UTC day (SEND_DAILY_LIMIT)${lasts}.`);
}

/** In local time with the offset, so that nobody has to reckon whether the clocks change in between. */
function scheduleCheck({ config: { schedule }, clock }: App): Check {
  const next = nextFirings(schedule, clock.now(), 3).map(({ instant }) =>
    inLocalTime(instant, schedule.zone),
  );
  return {
    name: 'schedule',
    ...(next.length > 0
      ? ok(`Next: ${next.join(', ')} (${schedule.zone})`)
      : notOk('SCHEDULE does not fire in the coming year.')),
  };
}

/**
 * With a proxy of which nothing is known, all readers have the proxy's address. That stops no send, but is found out only
 * when they are refused, all by the limit that is meant for one network.
 */
function proxyCheck({ newsletter: { publicUrl }, trustedProxies }: Config): Check {
  const name = 'proxy';
  if (trustedProxies.length > 0)
    return { name, ...ok('The proxies in TRUSTED_PROXIES are believed whose requests they pass on.') };
  if (!publicUrl.startsWith('https:'))
    return { name, ...ok('TRUSTED_PROXIES is empty, so every request counts as that of whoever connects.') };
  return {
    name,
    ...ok(
      `TRUSTED_PROXIES is empty, but ${publicUrl} needs a proxy before serve: all readers seem to come from that one address, and together have the limit on sign-ups of one network. Set it to the address from which the proxy connects, such as 127.0.0.1.`,
    ),
  };
}

/** A proxy on this machine that adds no header of its own cannot be told from a person who sits here. */
function studioCheck({ newsletter: { publicUrl }, studioPassword }: Config): Check {
  const name = 'studio';
  if (studioPassword !== null) return { name, ...ok('The studio asks for STUDIO_PASSWORD.') };
  const here = 'STUDIO_PASSWORD is empty, so the studio answers on this machine alone';
  if (!publicUrl.startsWith('https:')) return { name, ...ok(`${here}.`) };
  return {
    name,
    ...ok(
      `${here}. ${publicUrl} needs a proxy before serve, and one that names nobody lets everybody in: set STUDIO_PASSWORD, or let the proxy refuse /studio.`,
    ),
  };
}
