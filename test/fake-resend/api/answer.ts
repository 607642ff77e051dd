import type { IncomingHttpHeaders } from 'node:http';
import type { SeenRequest } from '../history.ts';
import type { Refusal } from './refusals.ts';

/** A request that has arrived completely. */
export interface ApiRequest {
  seen: SeenRequest;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  outcome: SeenRequest['outcome'];
  /** The name of an error. */
  name: string | null;
  type: 'application/json' | 'text/html' | 'text/plain';
  body: string;
  headers: Record<string, string>;
  /** Called when the answer is sent: until then its key is in flight. */
  finish(): void;
}

/** An answer that was sent completely and has no key in flight. */
export function answer(given: Partial<Answer> & Pick<Answer, 'body'>): Answer {
  return {
    status: 200,
    outcome: 'read',
    name: null,
    type: 'application/json',
    headers: {},
    finish: () => undefined,
    ...given,
  };
}

/** Every error is a JSON object of `statusCode`, `name` and `message`: https://resend.com/docs/api-reference/errors */
export function refused(refusal: Refusal): Answer {
  const { statusCode: status, name } = refusal;
  return answer({ status, name, outcome: 'refused', body: JSON.stringify(refusal) });
}
