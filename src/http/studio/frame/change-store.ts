/** The port to the knowledge that something changed, whatever it was. */
export interface ChangeStore {
  /** Another text than before whenever anything was changed since, by this process or another. Cheap to ask often. */
  version(): Promise<string>;
}
