import { DAY_MS } from '../shared/durations.ts';

/**
 * How long an emailed link can undo an unsubscription. Emails are forwarded, so later the holder of the link may be
 * anyone; signing up again proves the address.
 */
export const UNDO_LIFETIME_MS = DAY_MS;

/** How many undos are allowed in that time: each adds two entries to a record that is never shortened. */
export const MAX_UNDOS = 5;
