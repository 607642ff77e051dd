import { toIso } from './clock.ts';
import { type App, composeApp } from './compose-app.ts';
import type { Config } from './config.ts';
import { messageOf } from './errors.ts';
import { slotInstant } from './schedule/schedule.ts';
import { addWeeks, slotOf } from './schedule/slot.ts';

export interface Check {
  name: string;
  ok: boolean;
  /** What was found, and where it is not ok, what to do. */
  message: string;
}

/** How many weeks ahead a firing of the schedule is looked for: a monthly one leaves most weeks out. */
const WEEKS_AHEAD = 60;

/** Looks at everything that a real send needs. A check that is not ok would stop one. */
export async function examine(config: Config): Promise<Check[]> {
  const configuration = { name: 'configuration', ok: true, message: 'Every variable can be read.' };
  try {
    const app = composeApp(config);
    try {
      return [
        configuration,
        ...(await databaseChecks(app)),
        await transportCheck(app),
        ...senderChecks(config),
        scheduleCheck(app),
      ];
    } finally {
      app.close();
    }
  } catch (error) {
    return [
      configuration,
      { name: 'database', ok: false, message: messageOf(error) },
      ...senderChecks(config),
    ];
  }
}

async function databaseChecks({ config, subscriberStore, issueStore }: App): Promise<Check[]> {
  const { confirmed, pending, unsubscribed } = await subscriberStore.count();
  const comparisons = await issueStore.listComparisons();
  return [
    {
      name: 'database',
      ok: true,
      message: `${config.databasePath} is open, comparisons: ${comparisons.length}.`,
    },
    {
      name: 'subscribers',
      ok: confirmed > 0,
      message: `${confirmed} confirmed, ${pending} pending, ${unsubscribed} unsubscribed.${confirmed > 0 ? '' : ' Add some: verdicts subscribers import <file>'}`,
    },
  ];
}

async function transportCheck(app: App): Promise<Check> {
  const name = 'transport';
  try {
    await app.openTransport();
    return {
      name,
      ok: false,
      message: `Mails go to the outbox ${app.config.outboxDir}, which can be written to, and to nobody's mailbox. Sending through a provider is not part of this version.`,
    };
  } catch (error) {
    return { name, ok: false, message: messageOf(error) };
  }
}

function senderChecks({ newsletter, senderObstacles }: Config): Check[] {
  const found = `${newsletter.from.email}, ${newsletter.publicUrl}`;
  if (senderObstacles.length === 0) return [{ name: 'sender', ok: true, message: found }];
  return senderObstacles.map((message) => ({ name: 'sender', ok: false, message }));
}

function scheduleCheck({ config: { schedule }, clock }: App): Check {
  const now = clock.now();
  const current = slotOf(now, schedule.zone);
  const next = Array.from({ length: WEEKS_AHEAD }, (_, weeks) =>
    slotInstant(schedule, addWeeks(current, weeks)),
  )
    .filter((instant) => instant !== null && instant > now)
    .slice(0, 3)
    .map((instant) => toIso(instant ?? 0));
  const ok = next.length > 0;
  return {
    name: 'schedule',
    ok,
    message: ok ? `Next: ${next.join(', ')}` : 'SCHEDULE does not fire in the coming year.',
  };
}
