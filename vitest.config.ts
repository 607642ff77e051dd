import { defineConfig } from 'vitest/config';
import { withoutPostgres } from './test/support/database/postgres-programs.ts';
import { testsOnBoth } from './test/support/database/tests-on-both.ts';

const common = {
  pool: 'forks',
  // Loading the modules anew for every file took a third of the time; no test leaves anything behind in them.
  isolate: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
} as const;

const everything = { test: { ...common, name: 'all', include: ['test/**/*.test.{ts,tsx}'] } };

/** What stores are used for, on PostgreSQL as well. */
const postgres = {
  test: { ...common, name: 'postgres', include: testsOnBoth(), env: { TEST_DATABASE: 'postgres' } },
};

export default defineConfig({
  test: {
    globalSetup: 'test/support/build.ts',
    maxWorkers: '100%',
    projects: withoutPostgres ? [everything] : [everything, postgres],
  },
});
