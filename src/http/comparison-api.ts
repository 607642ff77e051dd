import { Hono } from 'hono';
import { addComparisons } from '../comparisons/add-comparisons.ts';
import type { SaveDeps } from '../comparisons/save-comparisons.ts';
import { localInstant } from '../schedule/slot.ts';
import { requireBearer } from './bearer-token.ts';
import { MAX_COMPARISONS_BYTES } from './bodies/body-limits.ts';
import { readJsonBody, requireJson, TOO_COMPLEX } from './bodies/json-body.ts';
import { limitBody } from './bodies/limit-body.ts';
import type { Site } from './pages/site.ts';
import { type Problem, problem } from './problem.ts';

export interface ComparisonApiDeps extends SaveDeps {
  /** Null closes the API to everyone. */
  apiToken: string | null;
  /** Its time zone decides when a date without a time begins. */
  site: Pick<Site, 'timezone'>;
  /** Called for each request with a missing or wrong token. */
  onWrongToken?: () => void;
  /** Called, and waited for, when comparisons were added or updated, before the answer. It must not fail. */
  onComparisonsSaved?: () => Promise<void>;
}

const CLOSED: Problem = {
  status: 404,
  title: 'Comparisons are not taken here',
  detail: 'Set API_TOKEN to a secret that you share with the site.',
};

const TOO_LARGE: Problem = {
  status: 413,
  title: 'The body is too large',
  detail: `Send at most ${MAX_COMPARISONS_BYTES / 1024 / 1024} MiB at a time.`,
};

const INCOMPLETE_BODY: Problem = { status: 400, title: 'The request ended before its body did' };

const NONE_ACCEPTED: Problem = { status: 422, title: 'No comparison was taken' };

const BODY_TOO_COMPLEX: Problem = {
  ...NONE_ACCEPTED,
  rejected: [{ index: null, path: '', message: TOO_COMPLEX.detail }],
  warnings: [],
};

/** `POST /api/comparisons`: 200 if at least one comparison was accepted; any other status means that none was. */
export function comparisonApi({
  apiToken,
  site,
  comparisonStore,
  clock,
  onWrongToken,
  onComparisonsSaved,
}: ComparisonApiDeps): Hono {
  const path = '/api/comparisons';
  const app = new Hono();
  if (apiToken === null) return app.post(path, (context) => problem(context, CLOSED));
  const limit = limitBody({
    maxSize: MAX_COMPARISONS_BYTES,
    onTooLarge: (context) => problem(context, TOO_LARGE, { Connection: 'close' }),
    onIncomplete: (context) => problem(context, INCOMPLETE_BODY, { Connection: 'close' }),
  });
  const deps = {
    comparisonStore,
    clock,
    startOfDay: (date: string) => localInstant({ date, zone: site.timezone }),
  };
  return app.post(path, requireBearer(apiToken, onWrongToken), requireJson, limit, async (context) => {
    const bytes = await context.req.arrayBuffer().catch(() => null);
    if (bytes === null) return problem(context, INCOMPLETE_BODY, { Connection: 'close' });
    const body = readJsonBody(bytes);
    if ('problem' in body)
      return problem(context, body.problem === TOO_COMPLEX ? BODY_TOO_COMPLEX : body.problem);
    const result = await addComparisons(body.value, deps);
    const { added, updated, unchanged, rejected, warnings } = result;
    if (added + updated + unchanged === 0) return problem(context, { ...NONE_ACCEPTED, rejected, warnings });
    if (added + updated > 0) await onComparisonsSaved?.();
    return context.json(result);
  });
}
