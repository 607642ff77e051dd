import { openSqliteStores } from '../../src/sqlite/open-stores.ts';
import { deliveryStoreContract } from '../contracts/delivery-store-contract.ts';
import { issueStoreContract } from '../contracts/issue-store-contract.ts';
import { reportStoreContract } from '../contracts/report-store-contract.ts';
import { studioStoreContract } from '../contracts/studio-store-contract.ts';

issueStoreContract('SQLite', async () => openSqliteStores(':memory:'));
deliveryStoreContract('SQLite', async () => openSqliteStores(':memory:'));
reportStoreContract('SQLite', async () => openSqliteStores(':memory:'));
studioStoreContract('SQLite', async () => openSqliteStores(':memory:'));
