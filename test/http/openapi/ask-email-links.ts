import { DAY } from '../../support/comparisons.ts';
import { aNewSubscriber, IMPORTED } from '../../support/issues.ts';
import { aSignUp, limitsOf } from '../../support/sign-ups.ts';
import { type Asks, accepting, TOO_LONG_FORM, type World } from './ask.ts';

/** Goes where a link leads. */
type Follow = (path: string) => Response | Promise<Response>;

/** The links that stand in mails. */
export function emailLinkAsks(world: World): Asks {
  return {
    ...confirmAsks(world),
    ...unsubscribeAsks(world),
    ...preferencesAsks(world),
    ...dataAsks(world),
    ...linkRequestAsks(world, '/unsubscribe'),
    ...linkRequestAsks(world, '/preferences'),
  };
}

function confirmAsks({ get, post, newPending, later, without, subscriberStore }: World): Asks {
  const confirm = async () => (await newPending()).confirm;
  const expired = async (ask: Follow) => {
    const path = await confirm();
    return later(4 * DAY, () => ask(path));
  };
  const failing = async (ask: Follow) => {
    const path = await confirm();
    return without('link_tokens', () => ask(path));
  };
  return {
    'GET /confirm/{token}': {
      200: async (type) => get(await confirm(), type),
      404: (type) => get('/confirm/none', type),
      410: (type) => expired((path) => get(path, type)),
      500: (type) => failing((path) => get(path, type)),
    },
    'POST /confirm/{token}': {
      200: async (type) => post(await confirm(), type),
      404: (type) => post('/confirm/none', type),
      409: async (type) => {
        const { email, confirm: link } = await newPending();
        await subscriberStore.importSubscribers(
          [aNewSubscriber({ email, status: 'pending', suppression: 'bounced' })],
          IMPORTED,
        );
        return post(link, type);
      },
      410: (type) => expired((path) => post(path, type)),
      500: (type) => failing((path) => post(path, type)),
    },
  };
}

function unsubscribeAsks({ get, post, breakOff, newReader, without }: World): Asks {
  const link = async () => (await newReader()).unsubscribe;
  const failing = async (ask: Follow) => {
    const path = await link();
    return without('subscribers', () => ask(path));
  };
  return {
    'GET /unsubscribe/from-your-mail': { 200: (type) => get('/unsubscribe/from-your-mail', type) },
    'GET /unsubscribe/{token}': {
      200: async (type) => get(await link(), type),
      404: (type) => get('/unsubscribe/none', type),
      500: (type) => failing((path) => get(path, type)),
    },
    'POST /unsubscribe/{token}': {
      200: async (type) => post(await link(), type),
      400: async (type) => breakOff(await link(), type),
      404: (type) => post('/unsubscribe/none', type),
      413: async (type) => post(await link(), type, TOO_LONG_FORM),
      500: (type) => failing((path) => post(path, type)),
    },
  };
}

function preferencesAsks({ get, post, breakOff, newReader, without }: World): Asks {
  const link = async () => (await newReader()).preferences;
  const failing = async (ask: Follow) => {
    const path = await link();
    return without('subscribers', () => ask(path));
  };
  return {
    'GET /preferences/from-your-mail': { 200: (type) => get('/preferences/from-your-mail', type) },
    'GET /preferences/{token}': {
      200: async (type) => get(await link(), type),
      404: (type) => get('/preferences/none', type),
      500: (type) => failing((path) => get(path, type)),
    },
    'POST /preferences/{token}': {
      200: async (type) => post(await link(), type, { action: 'resume' }),
      400: async (type) => breakOff(await link(), type),
      404: (type) => post('/preferences/none', type),
      413: async (type) => post(await link(), type, TOO_LONG_FORM),
      422: async (type) => post(await link(), type, { action: 'pause' }),
      500: (type) => failing((path) => post(path, type, { action: 'resume' })),
    },
  };
}

function dataAsks(world: World): Asks {
  const { get, post, breakOff, later, without } = world;
  const link = () => linkWithHistory(world);
  const expired = async (ask: Follow) => {
    const path = await link();
    return later(2 * DAY, () => ask(path));
  };
  const failing = async (ask: Follow) => {
    const path = await link();
    return without('link_tokens', () => ask(path));
  };
  return {
    'GET /data/{token}': {
      200: async (type) => get(await link(), type),
      404: (type) => get('/data/none', type),
      410: (type) => expired((path) => get(path, type)),
      500: (type) => failing((path) => get(path, type)),
    },
    'POST /data/{token}': {
      200: async (type) => {
        const path = await link();
        return post(path, type, { action: type === 'application/json' ? 'download' : 'erase' });
      },
      400: async (type) => breakOff(await link(), type),
      404: (type) => post('/data/none', type),
      410: (type) => expired((path) => post(path, type, { action: 'download' })),
      413: async (type) => post(await link(), type, TOO_LONG_FORM),
      422: async (type) => post(await link(), type),
      500: (type) => failing((path) => post(path, type, { action: 'erase' })),
    },
  };
}

function linkRequestAsks(world: World, path: string): Asks {
  const { get, send, post, breakOff, without, withSwitches } = world;
  const email = 'anna@mail.example';
  const one = { free: 1, proven: 1, within: DAY };
  return {
    [`GET ${path}`]: { 200: (type) => get(path, type) },
    [`POST ${path}`]: {
      200: (type) => post(path, type, { email }),
      202: () => post(path, 'application/json', { email }),
      400: (type) => breakOff(path, type),
      403: (type) => send(path, { email }, { ...accepting(type), origin: 'https://eve.example' }),
      413: (type) => post(path, type, TOO_LONG_FORM),
      415: (type) => send(path, 'email', { ...accepting(type), 'content-type': 'text/plain' }),
      422: (type) => post(path, type, { email: 'anna' }),
      429: async (type) => {
        const narrow = withSwitches({ limits: limitsOf({ all: one }) });
        const body = () => new URLSearchParams({ email });
        const ask = () => narrow.request(path, { method: 'POST', body: body(), headers: accepting(type) });
        await ask();
        return ask();
      },
      500: (type) => without('sign_ups', () => post(path, type, { email })),
    },
  };
}

/** The link to the data of somebody of whom there is an entry of every kind. */
async function linkWithHistory({ newReader, subscriberStore, db, slot }: World) {
  const { email, mailData } = await newReader();
  const link = await mailData();
  await subscriberStore.importSubscribers([aNewSubscriber({ email, suppression: 'complained' })], IMPORTED);
  await subscriberStore.keepSignUps([aSignUp({ email, name: 'Ada' })]);
  db.$client.exec(`
    insert or ignore into batches (issue_id, number, status, size) select id, 1, 'open', 1 from issues where slot = '${slot}';
    insert into deliveries (issue_id, subscriber_id, batch_number, updated_at, status, provider_id, event, event_at)
    select issues.id, subscribers.id, 1, 5, 'submitted', 'p-' || subscribers.id, 'delivered', 9
    from issues, subscribers where slot = '${slot}' and email = '${email}'`);
  return link;
}
