import type { StudioSession } from '../access/studio-store.ts';

export interface StudioEnv {
  Variables: {
    /** A link to one of our own pages, with the visitor's base path. */
    path: (route: `/${string}`) => string;
    /** Whether the request's host is this machine's own. */
    isLocal: boolean;
    /** Whether emails stay on this machine, and can be read here. */
    hasTestMailbox: boolean;
    /** Whether one signs in, and so can sign out. */
    hasPassword: boolean;
    /** Null before signing in. */
    session: StudioSession | null;
  };
}
