import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createChangeWatch } from '../../../src/http/studio/frame/change-watch.ts';
import { FIXED_TEMPLATES, type Templates } from '../../../src/http/studio/preview/templates.ts';
import { projectPath } from '../../../src/shared/project-path.ts';
import { openSqliteStores } from '../../../src/sqlite/open-stores.ts';
import { aComparison, TUESDAY } from '../../support/comparisons.ts';
import { openStudio } from '../../support/http/studio.ts';
import { SLOT } from '../../support/issues.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verdicts-changes-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const comparison = aComparison({ tools: ['Kiln', 'Loom'] });

describe('a change of the database', () => {
  const openPair = () => {
    const path = join(folder, 'v.db');
    return { ours: openSqliteStores(path), theirs: openSqliteStores(path) };
  };

  test.each(['ours', 'theirs'] as const)('a change by a connection that is %s is reported', async (whose) => {
    const stores = openPair();
    const version = await stores.ours.changeStore.version();
    expect(await stores.ours.changeStore.version()).toBe(version);
    await stores[whose].comparisonStore.saveComparison(comparison, TUESDAY);
    expect(await stores.ours.changeStore.version()).not.toBe(version);
    await stores.ours.close();
    await stores.theirs.close();
  });

  test('the database is polled once for all listeners, and not at all without any', async () => {
    let asked = 0;
    let version = 0;
    const stopping = new AbortController();
    const watch = createChangeWatch({
      changeStore: {
        pollIntervalMs: 1,
        version: async () => {
          asked += 1;
          return String(version);
        },
      },
      stopping: stopping.signal,
      onError: () => undefined,
    });
    expect(asked).toBe(0);
    const told = [1, 2].map(
      () =>
        new Promise<void>((resolve) => {
          const unsubscribe = watch.subscribe(() => {
            unsubscribe();
            resolve();
          });
        }),
    );
    await Promise.resolve();
    version += 1;
    await Promise.all(told);
    expect(asked).toBe(2);
    stopping.abort();
  });

  test('a failure to poll is reported once, and polling continues', async () => {
    const errors: unknown[] = [];
    const stopping = new AbortController();
    const answers = ['1', new Error('busy'), '2'];
    const watch = createChangeWatch({
      changeStore: {
        pollIntervalMs: 1,
        version: async () => {
          const answer = answers.shift() ?? '2';
          if (answer instanceof Error) throw answer;
          return answer;
        },
      },
      stopping: stopping.signal,
      onError: (error) => errors.push(error),
    });
    await new Promise<void>((resolve) => watch.subscribe(resolve));
    stopping.abort();
    expect(errors).toEqual([new Error('busy')]);
  });
});

describe('the event stream', () => {
  test('the event stream says that it is ready, reports a change, and ends when the server stops', async () => {
    const studio = await openStudio();
    const response = await studio.visit('/studio/events');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream())
      .getReader();
    expect((await reader.read()).value).toContain('event: ready');
    await studio.comparisonStore.saveComparison(comparison, TUESDAY);
    expect((await reader.read()).value).toContain('event: changed');
    studio.stop();
    expect((await reader.read()).done).toBe(true);
    studio.close();
  });

  test('the event stream reports changed templates, which are then rendered, or what is wrong with them', async () => {
    let listener = () => {};
    let version = 0;
    const templates: Templates = {
      get version() {
        return version;
      },
      load: () =>
        version === 1 ? Promise.reject(new SyntaxError('Unexpected "<"')) : FIXED_TEMPLATES.load(),
      onChange: (given) => {
        listener = given;
      },
    };
    const studio = await openStudio({ parts: { templates } });
    await studio.comparisonStore.saveComparison(comparison, TUESDAY);
    const reader = ((await studio.visit('/studio/events')).body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    version = 1;
    listener();
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: changed');
    expect(await studio.read('/studio')).toContain('Unexpected &quot;&lt;&quot;');
    version = 2;
    expect(await studio.read('/studio')).toContain(`/studio/preview/${SLOT}/mail`);
    studio.close();
  });
});

test('a changed module is loaded again with all that it imports from its folder, and nothing else is', () => {
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const own = `${pathToFileURL(folder).href}/`;
  const hook = pathToFileURL(projectPath('src', 'http', 'studio', 'preview', 'fresh-modules.js')).href;
  file('inner.mjs', 'export const value = 1;');
  file('outer.mjs', `export { value } from './inner.mjs'; export { readFileSync as other } from 'node:fs';`);
  file(
    'main.mjs',
    `import { register } from 'node:module';
     import { writeFileSync } from 'node:fs';
     register(${JSON.stringify(hook)}, { data: [${JSON.stringify(own)}] });
     const load = (version) => import('${own}outer.mjs?fresh=' + version);
     const first = await load(1);
     writeFileSync(${JSON.stringify(join(folder, 'inner.mjs'))}, 'export const value = 2;');
     const second = await load(2);
     console.log(first.value, second.value, (await load(1)).value, first.other === second.other);`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'main.mjs')], { encoding: 'utf8' });
  expect([stdout.trim(), stderr]).toEqual(['1 2 1 true', '']);
});
