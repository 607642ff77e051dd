/** How long a sender's claim on a batch lasts unless it is renewed; after that another sender takes the batch over. */
export const LEASE_MS = 30_000;
