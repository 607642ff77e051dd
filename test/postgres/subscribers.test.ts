import { afterEach, describe, expect, test } from 'vitest';
import { openPostgresStores, type PostgresStores } from '../../src/postgres/open-stores.ts';
import type { Suppression } from '../../src/subscribers/subscriber.ts';
import { signUpStoreContract } from '../contracts/sign-up-store-contract.ts';
import { type OpenedSubscriberList, subscriberListContract } from '../contracts/subscriber-list-contract.ts';
import { subscriberStoreContract } from '../contracts/subscriber-store-contract.ts';
import { makeGermanDatabase } from '../support/database/german-database.ts';
import { execute, withoutPostgres } from '../support/database/postgres-server.ts';

let stores: PostgresStores | undefined;
afterEach(() => stores?.close());

async function open() {
  const url = await makeGermanDatabase();
  stores = await openPostgresStores(url);
  const opened: OpenedSubscriberList = {
    store: stores.subscriberStore,
    suppress: async (key, { reason, at }) => {
      await execute(url, `insert into suppressions (key, reason, at) values ('${key}', '${reason}', ${at})`);
    },
    suppressions: async () => {
      const rows = await execute(url, 'select key, reason, at from suppressions');
      return Object.fromEntries(
        rows.map(({ key, ...suppression }) => [key, suppression as unknown as Suppression]),
      );
    },
    skipIds: async (last) => {
      await execute(url, `select setval('subscribers_id_seq', ${last})`);
    },
  };
  return { ...opened, url, outgoingEmailStore: stores.outgoingEmailStore };
}

describe.skipIf(withoutPostgres)('a PostgreSQL database that sorts as German does', () => {
  subscriberStoreContract('PostgreSQL', open);
  subscriberListContract('PostgreSQL', open);
  signUpStoreContract('PostgreSQL', open);

  test('sorts the key of an erased address among others where it is not told otherwise', async () => {
    const { url } = await open();
    const ask = "select 'hmac:x' < 'hmac;' as is, 'hmac:x' < 'hmac;' collate \"C\" as \"inBytes\"";
    expect(await execute(url, ask)).toEqual([{ is: false, inBytes: true }]);
  });
});
