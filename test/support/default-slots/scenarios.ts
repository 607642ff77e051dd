/** What became of an issue, in the words of the table in docs/schedule.md. */
export type SlotState =
  | 'approved'
  | 'being sent'
  | 'sent'
  | 'paused'
  | 'held'
  | 'skipped by an editor'
  | 'skipped by `send`'
  | 'cancelled';

export interface DefaultSlotScenario {
  schedule: string;
  zone: string;
  /** Local time, such as `2026-11-23 08:00`. */
  now: string;
  catchUpHours: number;
  /** Local time at which the database was made; by default long before. */
  madeAt?: string;
  issues: Readonly<Record<string, SlotState>>;
  hasComparison: boolean;
  /** The slot that is taken. */
  slot: string;
}

type Given = Partial<Omit<DefaultSlotScenario, 'now' | 'slot' | 'schedule' | 'zone'>>;

const at =
  (schedule: string, zone = 'UTC') =>
  (now: string, slot: string, given: Given = {}): DefaultSlotScenario => ({
    schedule,
    zone,
    now,
    slot,
    catchUpHours: 24,
    issues: {},
    hasComparison: true,
    ...given,
  });

const tuesday = at('0 9 * * 2');
const monday = at('0 4 * * 1');
const sunday = at('59 23 * * 0');
const kiritimati = at('0 9 * * 2', 'Pacific/Kiritimati');
const pagoPago = at('0 9 * * 2', 'Pacific/Pago_Pago');
const firstOfMonth = at('0 9 1 * *');
const none = { hasComparison: false };

/** Week 48 of 2026 is 23 to 29 November. */
export const SCENARIOS: readonly DefaultSlotScenario[] = [
  tuesday('2026-11-23 08:00', '2026-W48'),
  tuesday('2026-11-24 08:59', '2026-W48'),
  tuesday('2026-11-24 08:59', '2026-W48', none),
  tuesday('2026-11-24 09:00', '2026-W48'),
  tuesday('2026-11-24 15:00', '2026-W48'),
  tuesday('2026-11-24 15:00', '2026-W49', none),
  tuesday('2026-11-25 09:00', '2026-W48'),
  tuesday('2026-11-25 09:01', '2026-W49'),
  tuesday('2026-11-29 20:00', '2026-W49'),
  tuesday('2026-11-29 20:00', '2026-W49', none),
  tuesday('2026-11-24 09:10', '2026-W48', { catchUpHours: 0 }),
  tuesday('2026-11-24 09:11', '2026-W49', { catchUpHours: 0 }),
  tuesday('2026-11-23 08:00', '2026-W48', { madeAt: '2026-11-23 07:59' }),
  tuesday('2026-11-24 15:00', '2026-W49', { madeAt: '2026-11-24 14:59' }),
  tuesday('2026-11-29 20:00', '2026-W49', { madeAt: '2026-11-29 19:59' }),
  tuesday('2026-11-23 08:00', '2026-W49', { issues: { '2026-W48': 'sent' } }),
  tuesday('2026-11-24 15:00', '2026-W49', { issues: { '2026-W48': 'sent' } }),
  tuesday('2026-11-29 20:00', '2026-W50', { issues: { '2026-W49': 'sent' } }),
  tuesday('2026-11-29 20:00', '2026-W51', { issues: { '2026-W49': 'sent', '2026-W50': 'sent' } }),
  tuesday('2026-11-23 08:00', '2026-W48', { issues: { '2026-W48': 'approved' } }),
  tuesday('2026-11-27 08:00', '2026-W48', { issues: { '2026-W48': 'approved' } }),
  tuesday('2026-11-29 20:00', '2026-W49', { issues: { '2026-W49': 'approved' } }),
  tuesday('2026-11-23 08:00', '2026-W48', { issues: { '2026-W48': 'held' } }),
  tuesday('2026-11-29 20:00', '2026-W48', { issues: { '2026-W48': 'held' } }),
  tuesday('2026-11-29 20:00', '2026-W49', { issues: { '2026-W49': 'held' } }),
  tuesday('2026-11-23 08:00', '2026-W48', { issues: { '2026-W47': 'held' } }),
  tuesday('2026-11-24 15:00', '2026-W48', { issues: { '2026-W48': 'being sent' } }),
  tuesday('2026-11-29 20:00', '2026-W49', { issues: { '2026-W49': 'being sent' } }),
  tuesday('2026-11-29 20:00', '2026-W47', { issues: { '2026-W47': 'paused' } }),
  tuesday('2026-11-23 08:00', '2026-W48', { issues: { '2026-W48': 'paused' } }),
  tuesday('2026-11-23 08:00', '2026-W49', { issues: { '2026-W48': 'skipped by an editor' } }),
  tuesday('2026-11-29 20:00', '2026-W50', { issues: { '2026-W49': 'skipped by an editor' } }),
  tuesday('2026-11-23 08:00', '2026-W48', { issues: { '2026-W48': 'skipped by `send`' } }),
  tuesday('2026-11-24 15:00', '2026-W49', { issues: { '2026-W48': 'skipped by `send`' } }),
  tuesday('2026-11-23 08:00', '2026-W49', { issues: { '2026-W48': 'cancelled' } }),
  tuesday('2026-12-27 20:00', '2026-W53'),
  tuesday('2026-12-28 08:00', '2026-W53'),
  tuesday('2026-12-31 08:00', '2027-W01'),
  tuesday('2027-01-03 20:00', '2027-W01', { issues: { '2026-W53': 'sent' } }),
  tuesday('2025-12-28 20:00', '2026-W01'),
  monday('2026-11-29 23:59', '2026-W49'),
  monday('2026-11-30 03:59', '2026-W49'),
  monday('2026-11-30 04:01', '2026-W49'),
  monday('2026-11-30 04:01', '2026-W50', none),
  sunday('2026-11-29 23:58', '2026-W48'),
  sunday('2026-11-29 23:59', '2026-W48'),
  sunday('2026-11-30 00:01', '2026-W49'),
  kiritimati('2026-11-23 00:01', '2026-W48'),
  kiritimati('2026-11-24 10:00', '2026-W48'),
  kiritimati('2026-11-29 23:59', '2026-W49'),
  pagoPago('2026-11-29 23:59', '2026-W49'),
  pagoPago('2026-11-30 00:01', '2026-W49'),
  firstOfMonth('2026-11-04 08:00', '2026-W49'),
  firstOfMonth('2026-11-30 08:00', '2026-W49'),
];
