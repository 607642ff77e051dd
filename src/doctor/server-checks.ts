import { counted } from '../shared/counted.ts';
import { SECOND_MS } from '../shared/durations.ts';
import { formatNumber } from '../shared/format.ts';
import type { ServerFacts } from '../shared/server-facts.ts';
import { type Check, type Finding, ok, stop, warn } from './check.ts';

/** Judges the server of a database that is not a file. Its version, its encoding and standbys are refused before. */
export function serverChecks(facts: ServerFacts): Check[] {
  return [
    { name: 'connection', ...connectionFinding(facts) },
    { name: 'encryption', ...encryptionFinding(facts) },
    { name: 'clock', ...clockFinding(facts) },
    { name: 'rights', ...rightsFinding(facts) },
    { name: 'keys', ...keysFinding(facts) },
    { name: 'connections', ...connectionsFinding(facts) },
    { name: 'failover', ...failoverFinding(facts) },
    { name: 'copies', ...copiesFinding(facts) },
    ...damageChecks(facts),
  ];
}

const MAX_ROUND_TRIP_MS = 10;
const ROUND_TRIPS_OF_A_BATCH = 15;

function connectionFinding({ roundTripMs, behindPooler }: ServerFacts): Finding {
  const took = `A round trip to the database takes ${roundTripMs.toFixed(1)} ms`;
  if (roundTripMs > MAX_ROUND_TRIP_MS)
    return warn(
      `${took}, and each batch of an issue needs about ${ROUND_TRIPS_OF_A_BATCH}. Run the program nearer to the database, or expect it to send more slowly.`,
    );
  return ok(`${took}${behindPooler ? ', through a connection pooler' : ''}.`);
}

function encryptionFinding({ isEncrypted, isOnThisMachine, behindPooler }: ServerFacts): Finding {
  const [to, beyond] = behindPooler
    ? [
        'connection pooler',
        ' Whether its own connection to the database is encrypted cannot be seen from here.',
      ]
    : ['database', ''];
  if (isEncrypted) return ok(`The connection to the ${to} is encrypted.${beyond}`);
  if (isOnThisMachine)
    return ok(`The connection to the ${to} is not encrypted, and does not leave this machine.${beyond}`);
  return warn(
    `The connection to the ${to} is not encrypted: anyone who can read the network in between can read the addresses of all subscribers. Add ?sslmode=verify-full to DATABASE_URL.${beyond}`,
  );
}

function clockFinding({ clockAheadMs }: ServerFacts): Finding {
  const seconds = formatNumber(Math.round(Math.abs(clockAheadMs) / 100) / 10);
  if (Math.abs(clockAheadMs) <= SECOND_MS)
    return ok('The clocks of this machine and of the database agree to the second.');
  const direction = clockAheadMs > 0 ? 'ahead of' : 'behind';
  return warn(
    `The clock of this machine is ${seconds} seconds ${direction} that of the database, whose time counts. Set it, with NTP for example: attempts to sign in are counted by it, and from five minutes on, the provider’s events are refused.`,
  );
}

function rightsFinding({ mayCreate, ownsTables, names: { user, schema } }: ServerFacts): Finding {
  const consequence = 'so a later version could not start. Run this in that database, as an administrator:';
  if (!mayCreate)
    return warn(
      `The user of DATABASE_URL may not make tables, ${consequence} GRANT CREATE ON SCHEMA ${schema} TO ${user};`,
    );
  if (!ownsTables)
    return warn(
      `The user of DATABASE_URL does not own the tables, ${consequence} SELECT format('ALTER TABLE %s OWNER TO ${user}', oid::regclass) FROM pg_class WHERE relkind = 'r' AND relnamespace = '${schema}'::regnamespace \\gexec`,
    );
  return ok('The user of DATABASE_URL may make and change the tables that a later version needs.');
}

function keysFinding({ wronglySorted }: ServerFacts): Finding {
  if (wronglySorted.length === 0) return ok('Keys are compared byte by byte.');
  return stop(
    `${wronglySorted.join(', ')} would be compared by the rules of a language, so people who were erased could come back with an import. Somebody changed the columns: set them back with alter table … alter column … type text collate "C".`,
  );
}

function connectionsFinding({ connections: { max, open, ours } }: ServerFacts): Finding {
  const counts = `The server allows ${formatNumber(max)} connections, and ${formatNumber(open)} ${open === 1 ? 'is' : 'are'} open. Each process opens up to ${ours}.`;
  if (max - open >= ours) return ok(counts);
  return warn(`${counts} Raise its max_connections, or put PgBouncer in front of it.`);
}

function failoverFinding({ commitsWait, standbys, isRecognised, names }: ServerFacts): Finding {
  if (!isRecognised.failover)
    return warn(
      `The user of DATABASE_URL may not ask which timeline the server is on, so the program does not notice when a standby takes over. After a failover, pause the issue that is going out and compare it with your provider. To let it notice, run this in that database, as an administrator: GRANT EXECUTE ON FUNCTION pg_current_wal_lsn(), pg_walfile_name(pg_lsn) TO ${names.user};`,
    );
  const now = standbys === null ? '' : ` (${counted(standbys, 'standby')} now)`;
  if (commitsWait)
    return ok(`Commits wait for a standby${now}. When one takes over, sending carries on by itself.`);
  return ok(
    `Commits wait for no standby${now}. When one takes over, it may lack the latest, so an issue that is going out then waits for you, and so does the next one.`,
  );
}

function copiesFinding({ isRecognised, names }: ServerFacts): Finding {
  if (isRecognised.copy)
    return ok('A restored or copied database is recognised: sending then waits for you.');
  return warn(
    `The user of DATABASE_URL may not ask for the identity of the server, so a dump restored to another server may not be recognised. To let the program recognise it, run this in that database, as an administrator: GRANT EXECUTE ON FUNCTION pg_control_system() TO ${names.user};`,
  );
}

/** Silent without checksums: most services keep them where their users do not see them. */
function damageChecks({ damagedPages }: ServerFacts): Check[] {
  if (damagedPages === null || damagedPages === 0) return [];
  return [
    {
      name: 'damage',
      ...warn(
        `The server found ${counted(damagedPages, 'damaged page')} in the database. Check its disk and its log, and restore a backup if anything is missing.`,
      ),
    },
  ];
}
