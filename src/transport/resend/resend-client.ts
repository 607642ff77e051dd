import { Resend, type Response } from 'resend';
import { codeOf, messageOf } from '../../shared/errors.ts';
import { type NetworkCause, networkCause } from './answer-cause.ts';

type Headers = Record<string, string>;

/** Reports the HTTP status even if an intermediary's error body omits it, and why a request failed. */
export class ResendClient extends Resend {
  override async fetchRequest<T>(path: string, options: RequestInit = {}): Promise<Response<T>> {
    try {
      const response = await fetch(`${this.baseUrl}${path}`, options);
      const headers = Object.fromEntries(response.headers);
      const body = parse(await response.text());
      if (response.ok)
        return body === undefined
          ? noAnswer('no JSON', 'unreadable')
          : { data: body as T, error: null, headers };
      return failed({ ...fieldsOf(body), statusCode: response.status }, headers);
    } catch (error) {
      return noAnswer(failureReason(error), networkCause(error));
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(body: unknown): { name: string; message: string } {
  const { name, message } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  return {
    name: typeof name === 'string' ? name : '',
    message: typeof message === 'string' ? message : '',
  };
}

/** No complete answer; the cause takes the place of the error's name. */
function noAnswer<T>(why: string, cause: NetworkCause): Response<T> {
  return failed({ name: cause, message: why, statusCode: null }, null);
}

/** The API has more names than the library lists. */
function failed<T>(
  error: { name: string; message: string; statusCode: number | null },
  headers: Headers | null,
): Response<T> {
  return { data: null, error, headers } as Response<T>;
}

/** The reason for a failed fetch is in its `cause`. */
function failureReason(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return codeOf(cause) ?? messageOf(cause);
}
