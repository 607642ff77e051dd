import type { Hono } from 'hono';
import { AppError } from '../../../src/shared/errors.ts';
import { explainErrorsOfEach } from '../../../src/shared/explain-errors.ts';
import { openHttpApp, SITE, type Switches } from '../../support/http/http-app.ts';
import { BROWSER, openPages } from '../pages/open-pages.ts';
import { peopleOf } from '../pages/people.ts';

type Answering = () => Response | Promise<Response>;

/** Makes a GET request for this content type; empty for none. */
export type Ask = (type: string) => ReturnType<Answering>;

/** How to get each described answer, by operation and status. */
export type Asks = Readonly<Record<string, Readonly<Record<number, Ask>>>>;

/** A page of the listed site. */
export const OTHER_SITE = 'https://site.example';

type Body = string | URLSearchParams | FormData | ReadableStream;
type Fields = Readonly<Record<string, string>>;

/** A form that is larger than any of ours. */
export const TOO_LONG_FORM = { email: 'x'.repeat(9 * 1024) };

/** The `Accept` header for this content type. */
export function accepting(type: string): Record<string, string> {
  if (type === '') return {};
  return type === 'text/html' ? BROWSER : { accept: type };
}

/** The program with an issue that has gone out, and people who have received emails from it. */
export async function openWorld() {
  const pages = await openPages({ allowedOrigins: [OTHER_SITE] });
  await pages.publish();
  const { http } = pages;
  const known = openHttpApp(asServerDoes(pages), undefined, undefined, {
    ...SITE,
    allowedOrigins: [OTHER_SITE],
  }).http;
  const without = async (table: string, ask: Answering) => {
    const rename = async (from: string, to: string) => await pages.sql(`alter table ${from} rename to ${to}`);
    await rename(table, 'mislaid');
    try {
      return await ask();
    } finally {
      await rename('mislaid', table);
    }
  };
  const send = (path: string, body: Body | Fields, headers: Fields = {}) =>
    http.request(path, { method: 'POST', body: asBody(body), headers, duplex: 'half' } as RequestInit);
  return {
    ...pages,
    ...peopleOf(pages),
    get: (path: string, type: string, headers: Fields = {}) =>
      http.request(path, { headers: { ...accepting(type), ...headers } }),
    send,
    /** Sends the form, requesting an answer of that type. */
    post: (path: string, type: string, fields: Fields = {}) => send(path, fields, accepting(type)),
    /** A form whose body breaks off. */
    breakOff: (path: string, type: string) =>
      send(path, brokenStream(), {
        ...accepting(type),
        'content-type': 'application/x-www-form-urlencoded',
      }),
    /** The answer of a program whose database lacks a table. */
    without,
    /** The answer of a program that knows that its database fails. */
    whileDown: (table: string, ask: (http: Hono) => ReturnType<Answering>) =>
      without(table, () => ask(known)),
    /** The same program, where an operator has set something else. */
    withSwitches: (switches: Switches) =>
      openHttpApp(pages, undefined, undefined, { ...SITE, allowedOrigins: [OTHER_SITE] }, switches).http,
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** Any failure of these stores is one of the database, as those of a database server are. */
function asServerDoes(pages: Awaited<ReturnType<typeof openPages>>) {
  const { comparisonStore, issueStore, lookStore, providerEventStore } = pages;
  const { deliveryStore, subscriberStore, rateLimitStore } = pages;
  return explainErrorsOfEach(
    {
      ...{ comparisonStore, issueStore, lookStore, providerEventStore },
      ...{ deliveryStore, subscriberStore, rateLimitStore },
    },
    (error) => new AppError('storage', 'The database does not answer.', error),
  );
}

function asBody(body: Body | Fields): Body {
  const isFields = Object.getPrototypeOf(body) === Object.prototype;
  return isFields ? new URLSearchParams(body as Record<string, string>) : (body as Body);
}

function brokenStream(): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.error(new Error('The line is dead.')) });
}
