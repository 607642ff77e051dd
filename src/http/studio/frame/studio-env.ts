import type { StudioSession } from '../access/studio-store.ts';

/** The context of a studio request. */
export interface StudioEnv {
  Variables: {
    /** A link to one of our own pages, with the visitor's base path. */
    path: (route: `/${string}`) => string;
    /** Whether the request named this machine's local host. */
    isLocal: boolean;
    /** Null before signing in. */
    session: StudioSession | null;
  };
}
