import { MINUTE_MS } from '../shared/durations.ts';

/** After this the outcome of a request is uncertain. */
export const REQUEST_TIMEOUT_MS = MINUTE_MS;
