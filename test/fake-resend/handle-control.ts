import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { Account } from './account.ts';
import type { Exchange } from './handle-request.ts';

/** The paths beside the API by which tests query and change a fake in another process. */
export const CONTROL = { orders: '/_control', history: '/_history', counts: '/_counts' } as const;

const ordersSchema = z.looseObject({ advance: z.number().default(0) });

/** Counts that need not read everything that was seen. */
export interface Counts {
  requests: number;
  accepted: number;
}

export function countsOf({ seen }: Account): Counts {
  return { requests: seen.arrivals.length, accepted: seen.accepted.length };
}

/** Whether the request was for one of these paths; none of them is counted or recorded. */
export function isControl({ request }: Exchange): boolean {
  return request.url?.startsWith('/_') === true;
}

export async function handleControl(account: Account, { request, response }: Exchange): Promise<void> {
  const reply = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  switch (`${request.method} ${request.url}`) {
    case `GET ${CONTROL.history}`:
      return reply(200, account.seen);
    case `GET ${CONTROL.counts}`:
      return reply(200, countsOf(account));
    case `POST ${CONTROL.orders}`:
      try {
        account.tell(ordersSchema.parse(await json(request)));
        return reply(200, {});
      } catch (error) {
        return reply(400, { message: String(error) });
      }
    default:
      return reply(404, { message: `The control knows ${Object.values(CONTROL).join(', ')}.` });
  }
}
