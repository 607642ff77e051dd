import { type Answer, answer, refused } from './api/answer.ts';
import { refuse } from './api/refusals.ts';
import type { Act } from './faults.ts';

/** What is done to a connection instead of answering on it. */
export type Silence = 'drop' | 'say-nothing';

/** A page such as a proxy answers with; the API itself never returns HTML. */
const PAGE = '<!doctype html><html lang="en"><title>Something is wrong</title><p>Try again later.</p></html>';

const untouched = (given: Answer): Answer => ({ ...given, outcome: 'untouched' });

/** What a fault does before a request is processed; null if it is to be processed. */
export function beforeAccepting({ fault, answer: told }: Act): Answer | Silence | null {
  if (told !== undefined) {
    const { headers, ...refusal } = told;
    return untouched({ ...refused(refusal), headers });
  }
  switch (fault) {
    case 'too-many-requests': {
      const refusal = refuse('rate_limit_exceeded', 'Too many requests, it is claimed.');
      return untouched({ ...refused(refusal), headers: { 'retry-after': '1' } });
    }
    case 'application-error':
      return untouched(refused(refuse('application_error', 'Something broke.')));
    case 'service-unavailable':
      return untouched(refused(refuse('service_unavailable', 'Closed for a moment.')));
    case 'bad-gateway':
      return untouched(answer({ status: 502, type: 'text/html', body: PAGE }));
    case 'dropped':
      return 'drop';
    case 'silent':
      return 'say-nothing';
    default:
      return null;
  }
}

/** What a fault does to the answer of a processed request. */
export function afterAccepting({ fault }: Act, given: Answer): Answer | Silence {
  switch (fault) {
    case 'accepted-then-application-error':
      return refused(refuse('application_error', 'Something broke, late.'));
    case 'accepted-then-html':
      return answer({ type: 'text/html', body: PAGE });
    case 'accepted-then-dropped':
      return 'drop';
    case 'accepted-then-silent':
      return 'say-nothing';
    default:
      return given;
  }
}
