/** What the server of a database says about itself, for `doctor`. Null is what the program's user may not see. */
export interface ServerFacts {
  /** The median, in milliseconds. */
  roundTripMs: number;
  /** How far the clock of this machine is ahead of the server's; negative if behind. */
  clockAheadMs: number;
  /** Of the program's user, and of the schema that it uses, as SQL has them: quoted where it must be. */
  names: { user: string; schema: string };
  /** Whether the next version can make its tables. */
  mayCreate: boolean;
  /** Whether it can change those that there are. */
  ownsTables: boolean;
  /** Columns of keys that are compared by a language's rules, and not byte by byte. */
  wronglySorted: readonly string[];
  /** Whether a copy of the database, and a standby that took over, can be recognised. */
  isRecognised: { copy: boolean; failover: boolean };
  /** Whether commits wait for a standby. */
  commitsWait: boolean;
  /** How many standbys follow it now. */
  standbys: number | null;
  /** How many connections it allows to the program's user, how many are open, and how many one process may open. */
  connections: { max: number; open: number; ours: number };
  /** Whether a connection pooler answers in its place. */
  behindPooler: boolean;
  /** Of the connection to the server, or to the pooler that answers in its place. */
  isEncrypted: boolean;
  /** Whether that is on this machine: a Unix socket, or an address of loopback. */
  isOnThisMachine: boolean;
  /** Pages whose checksum was wrong; null if the server keeps no checksums. */
  damagedPages: number | null;
}
