import { type Description, errorAnswer, jsonAnswer, objectOf, problemAnswer } from './description.ts';

export const healthDescription: Description = {
  paths: {
    '/healthz': {
      get: {
        operationId: 'isUp',
        summary: 'Whether the process is up',
        security: [],
        responses: { 200: jsonAnswer('It is.', objectOf({ status: { const: 'up' } })) },
      },
    },
    '/readyz': {
      get: {
        operationId: 'isReady',
        summary: 'Whether the program can do its work',
        security: [],
        responses: {
          200: jsonAnswer('It can.', objectOf({ status: { const: 'ready' } })),
          503: problemAnswer('It cannot; `detail` says why.'),
        },
      },
    },
    '/metrics': {
      get: {
        operationId: 'readMetrics',
        summary: 'How things stand, for Prometheus',
        security: [],
        responses: {
          200: {
            description: 'The metrics in the text format, version 0.0.4. They name no subscriber.',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          500: errorAnswer('Something went wrong here.'),
        },
      },
    },
  },
};
