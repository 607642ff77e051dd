import { hostname } from 'node:os';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createJobIds, jobElsewhere } from '../../../../src/http/studio/frame/process-jobs.ts';
import { startNode } from '../../../support/processes.ts';

const ids = createJobIds(`${hostname()}:${process.pid}:x`);

test('a job of another machine, or of another process that runs here, is known by its id', () => {
  expect(ids.whoHas(createJobIds('web-2.internal:812:y').make())).toBe('process 812 on web-2.internal');
  expect(ids.whoHas(createJobIds(`${hostname()}:${process.ppid}:y`).make())).toBe(
    `process ${process.ppid} on ${hostname()}`,
  );
});

test('nobody has a job of this process that is not here, nor one of a process of this machine that has ended', async () => {
  const { child, finished } = startNode(['-e', '']);
  await finished;
  expect(ids.whoHas(ids.make())).toBeNull();
  expect(ids.whoHas(createJobIds(`${hostname()}:${child.pid}:y`).make())).toBeNull();
  for (const id of ['', '1', '123456789012', 'web-2', 'a.b.123456789012', `${hostname()}.1.12`])
    expect([id, ids.whoHas(id)]).toEqual([id, null]);
});

test('a host whose name does not fit into a URL is still told apart', () => {
  expect(createJobIds('büro pc/1:7:x').make()).toMatch(/^b-ro-pc-1\.7\.\d{12}$/);
});

test('a browser asks again a few times and then no more, and never for what changes something', async () => {
  const app = new Hono().all('/job', (context) => {
    const [problem, headers] = jobElsewhere(context, {
      job: 'This list',
      process: 'process 1',
      whenGone: '',
    });
    return context.json(problem, problem.status, headers);
  });
  let url = '/job?c1=email';
  const asked: string[] = [];
  for (let tries = 0; tries < 10; tries += 1) {
    const refresh = (await app.request(url)).headers.get('refresh');
    if (refresh === null) break;
    asked.push(refresh);
    url = `/job${refresh.replace('1; url=', '')}`;
  }
  expect(asked.length).toBe(5);
  expect(asked.at(-1)).toBe('1; url=?c1=email&again=5');
  const changing = await app.request('/job', { method: 'POST' });
  expect([changing.status, changing.headers.get('refresh')]).toEqual([503, null]);
  expect(JSON.stringify(await changing.json())).toContain('Nothing was done');
});
