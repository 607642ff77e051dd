import { HOUR_MS } from '../shared/durations.ts';

/** How long the link in an email works: to confirm a sign-up, and to one's own data. */
export const LINK_LIFETIME_MS: Readonly<Record<'confirm' | 'data', number>> = {
  confirm: 72 * HOUR_MS,
  data: 24 * HOUR_MS,
};
