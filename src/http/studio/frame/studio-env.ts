import type { StudioSession } from '../access/studio-store.ts';

/** What a request to the studio knows once it was let in. */
export interface StudioEnv {
  Variables: {
    /** A link to one of our own pages, as the visitor reaches them. */
    path: (route: `/${string}`) => string;
    /** Whether the visit came by a name of this machine. */
    isLocal: boolean;
    /** Whose visit it is; null before anybody has signed in. */
    session: StudioSession | null;
  };
}
