export interface ChangeStore {
  /** Differs after any change, by this process or another. Cheap to read often. */
  version(): Promise<string>;
}
