import { perDatabase } from '../../sqlite/per-database.ts';

/** Raw, because a batch's outcomes are written as one group. Those that an event has settled meanwhile stay as they are. */
export const outcomeStatements = perDatabase(({ $client }) => ({
  accepted: $client.prepare<[now: number, outcomes: string]>(`
    update deliveries set status = 'submitted', provider_id = value->>1, updated_at = ?
    from json_each(?) where deliveries.id = value->>0 and status = 'pending'`),
  rejected: $client.prepare<[now: number, outcomes: string]>(`
    update deliveries set status = 'rejected', reject_code = value->>1, updated_at = ?
    from json_each(?) where deliveries.id = value->>0 and status = 'pending'`),
}));
