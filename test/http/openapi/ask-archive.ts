import type { Asks, World } from './ask.ts';

/** The public pages of issues. */
export function archiveAsks({ get, slot, without }: World): Asks {
  const kept = (path: string) => ({
    200: (type: string) => get(path, type),
    304: (type: string) => get(path, type, { 'if-none-match': '*' }),
    500: (type: string) => without('issues', () => get(path, type)),
  });
  return {
    'GET /issues': { ...kept('/issues'), 404: (type) => get('/issues?page=2', type) },
    'GET /issues/{slot}': { ...kept(`/issues/${slot}`), 404: (type) => get('/issues/2099-W01', type) },
    'GET /issues/{slot}.txt': {
      ...kept(`/issues/${slot}.txt`),
      404: (type) => get('/issues/2099-W01.txt', type),
    },
    'GET /feed.xml': kept('/feed.xml'),
    'GET /feed.json': kept('/feed.json'),
  };
}
