import { sql } from 'drizzle-orm';
import type { Engine } from '../store/engine.ts';
import { change, first } from '../store/steps.ts';

/** Kept beside where the database is: both belong to it alone, and are not moved to another. */
export function createKnownSecret({ read, write }: Engine) {
  return {
    read: async (): Promise<string | null> => {
      const row = await read(() => first(sql<{ secret: string | null }>`select secret from known_server`));
      return row?.secret ?? null;
    },
    replace: async (known: string | null, fingerprint: string): Promise<void> => {
      await write(() =>
        change(
          sql`update known_server set secret = ${fingerprint} where secret is not distinct from ${known}`,
        ),
      );
    },
  };
}
