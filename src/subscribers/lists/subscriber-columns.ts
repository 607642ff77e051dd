export const SUBSCRIBER_COLUMNS = [
  'email',
  'name',
  'status',
  'created_at',
  'suppressed',
  'paused_until',
] as const;
export type SubscriberColumn = (typeof SUBSCRIBER_COLUMNS)[number];
