import type { Challenge } from 'altcha-lib';
import { HOUR } from '../../support/comparisons.ts';
import { solve } from '../../support/http/proofs.ts';
import { limitsOf } from '../../support/sign-ups.ts';
import { type Asks, accepting, TOO_LONG_FORM, type World } from './ask.ts';

const TWO = { maxWithoutProof: 1, maxMoreWithProof: 1, windowMs: HOUR };

interface ChallengeResponse {
  challenge: Challenge;
}

/** The sign-up, as JSON or by a site's form. */
export function signUpAsks(world: World): Asks {
  const { send, post, breakOff, without, whileDown, withSwitches } = world;
  const email = 'anna@mail.example';
  return {
    'GET /subscribe/challenge': {
      200: (type) => {
        const checks = type === '' ? [] : (['time-trap', 'proof-of-work'] as const);
        return withSwitches({ checks }).request('/subscribe/challenge');
      },
    },
    'POST /subscribe': {
      202: () => post('/subscribe', 'application/json', { email: 'anna@gmial.com' }),
      303: (type) => post('/subscribe', type, { email }),
      400: (type) => breakOff('/subscribe', type),
      403: (type) => send('/subscribe', { email }, { ...accepting(type), origin: 'https://eve.example' }),
      413: (type) => post('/subscribe', type, TOO_LONG_FORM),
      415: (type) => send('/subscribe', 'email', { ...accepting(type), 'content-type': 'text/plain' }),
      422: (type) => post('/subscribe', type, { email: 'anna' }),
      429: async (type) => {
        const narrow = withSwitches({ limits: limitsOf({ all: TWO }) });
        const signUp = (proof = '') =>
          narrow.request('/subscribe', {
            method: 'POST',
            body: new URLSearchParams({ email, proof }),
            headers: accepting(type),
          });
        await signUp();
        const { challenge } = (await (
          await narrow.request('/subscribe/challenge')
        ).json()) as ChallengeResponse;
        await signUp(await solve(challenge));
        return signUp();
      },
      500: (type) => without('sign_ups', () => post('/subscribe', type, { email })),
      503: (type) => {
        const init = { method: 'POST', body: new URLSearchParams({ email }), headers: accepting(type) };
        return whileDown('sign_ups', (known) => known.request('/subscribe', init));
      },
    },
  };
}
