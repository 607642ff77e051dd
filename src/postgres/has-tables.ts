import { openPool } from './open-database.ts';
import { explained } from './storage-error.ts';

/** Whether a database has our tables, or those of an earlier version. @throws AppError `storage` if it cannot be asked. */
export async function hasTables(url: string): Promise<boolean> {
  const pool = openPool(url);
  try {
    const { rows } = await pool.query("select to_regclass('applied_migrations') is not null as there");
    return rows[0].there;
  } catch (error) {
    throw explained(error, url);
  } finally {
    await pool.end();
  }
}
