import { cacheableAnswers, type Description, header, type Operation, varyBy } from './description.ts';
import { EMAIL_PARAMETER } from './sign-up.ts';

const CROSS_ORIGIN = {
  'Cross-Origin-Resource-Policy': header('for everybody', { const: 'cross-origin' }),
};

const embed: Operation = {
  operationId: 'readForm',
  summary: 'The sign-up form for the site’s own page',
  description:
    'For programs the bare snippet, which is to be copied as it is; for whoever asks for HTML as browsers do, a page that explains it and shows it at work.',
  security: [],
  responses: cacheableAnswers('The snippet, or the page.', { lasting: varyBy('Accept') }),
};

const embedScript: Operation = {
  operationId: 'readFormScript',
  summary: 'The script of the sign-up form',
  description: 'Its address stays, and what it answers may change: load it without `integrity`.',
  security: [],
  responses: cacheableAnswers('The script.', { type: 'text/javascript', lasting: CROSS_ORIGIN }),
};

export const signUpPagesDescription: Description = {
  paths: {
    '/': {
      get: {
        operationId: 'readSignUpPage',
        summary: 'The sign-up page',
        description:
          'Where `SIGN_UP_CHECKS` has the time trap, the form carries a stamp, and nobody may keep the page; nor one that is filled in.',
        security: [],
        parameters: [EMAIL_PARAMETER],
        responses: cacheableAnswers('The page.'),
      },
    },
    '/check-your-inbox': {
      get: {
        operationId: 'readThanks',
        summary: 'What forms lead to once they are taken',
        security: [],
        parameters: [
          {
            name: 'typed',
            in: 'query',
            required: false,
            description: 'the domain of the address, where it looks mistyped',
            schema: { type: 'string', examples: ['gmial.com'] },
          },
        ],
        responses: cacheableAnswers('The page.'),
      },
    },
    '/embed': { get: embed },
    '/embed.js': { get: embedScript },
  },
};
