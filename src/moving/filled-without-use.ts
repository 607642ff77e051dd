/** Tables of a database in which nobody has put anything yet may have rows as soon as `serve` runs on it. */
export const FILLED_WITHOUT_USE: readonly string[] = [
  'scheduler_watch',
  'rate_limits',
  'request_pace',
  'request_turns',
  'studio_sessions',
  'studio_events',
];
