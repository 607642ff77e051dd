export interface ChangeStore {
  /** Differs after any change, by this process or another. Cheap to read often. */
  version(): Promise<string>;

  /** How often to read it, in milliseconds: often enough that no one notices the delay. */
  readonly pollIntervalMs: number;
}
