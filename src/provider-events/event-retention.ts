import { DAY_MS } from '../shared/durations.ts';

/** As long as the provider keeps the email that the event is about. */
export const EVENT_RETENTION_MS = 30 * DAY_MS;
