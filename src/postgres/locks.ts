/** Advisory locks, which belong to a database and are held until a transaction ends. Any numbers of our own. */
export const MIGRATION_LOCK = 7_283_001;
export const WRITE_LOCK = 7_283_002;
/** Held by `database move` at both of its ends. */
export const MOVE_LOCK = 7_283_003;
