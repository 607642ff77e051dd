import { answerOf, type Description, errorAnswer, type Operation } from './description.ts';
import { FORM_ANSWERS, formContent, LINK_ANSWERS, tokenIn } from './link-parts.ts';

const { unknown, expired, failed } = LINK_ANSWERS;
const anIssue = [tokenIn('an issue')];
const aConfirmation = [tokenIn('the mail that asks for a confirmation')];

const readConfirmation: Operation = {
  operationId: 'readConfirmation',
  summary: 'The page with the button that confirms',
  security: [],
  parameters: aConfirmation,
  responses: { 200: answerOf('The page.'), 404: unknown, 410: expired, 500: failed },
};

const confirm: Operation = {
  operationId: 'confirm',
  summary: 'Confirm a subscription',
  description: 'Once; again, it says that the subscription is confirmed already. A body is passed over.',
  security: [],
  parameters: aConfirmation,
  responses: {
    200: answerOf('The subscription is confirmed.'),
    404: unknown,
    409: errorAnswer('Mail to the address came back for good, or was reported as spam.'),
    410: expired,
    500: failed,
  },
};

const readUnsubscription: Operation = {
  operationId: 'readUnsubscription',
  summary: 'The page with the button that unsubscribes',
  security: [],
  parameters: anIssue,
  responses: { 200: answerOf('The page.'), 404: unknown, 500: failed },
};

const unsubscribe: Operation = {
  operationId: 'unsubscribe',
  summary: 'Unsubscribe at once',
  description:
    'As mailbox providers do by List-Unsubscribe-Post (RFC 8058): no body is needed. `undo` takes it back, for a day.',
  security: [],
  parameters: anIssue,
  requestBody: {
    required: false,
    content: formContent(
      { 'List-Unsubscribe': { const: 'One-Click' }, action: { const: 'undo' } },
      { 'one-click': { 'List-Unsubscribe': 'One-Click' }, undo: { action: 'undo' } },
    ),
  },
  responses: {
    200: answerOf('It is done, or was before; or it can no longer be undone, which the page says.'),
    ...FORM_ANSWERS,
    404: unknown,
    500: failed,
  },
};

const readPreferences: Operation = {
  operationId: 'readPreferences',
  summary: 'The page that says where a subscription stands, and changes it',
  security: [],
  parameters: anIssue,
  responses: { 200: answerOf('The page.'), 404: unknown, 500: failed },
};

const changePreferences: Operation = {
  operationId: 'changePreferences',
  summary: 'Pause a subscription, go on, leave, take that back, or ask for the link to one’s data',
  security: [],
  parameters: anIssue,
  requestBody: {
    required: true,
    content: formContent(
      {
        action: { enum: ['pause', 'resume', 'unsubscribe', 'undo', 'data'] },
        until: {
          type: 'string',
          format: 'date',
          description: 'with `pause`: the day from which issues come again, within a year',
        },
      },
      {
        pause: { action: 'pause', until: '2026-12-24' },
        resume: { action: 'resume' },
        data: { action: 'data' },
        unsubscribe: { action: 'unsubscribe' },
      },
    ),
  },
  responses: {
    200: answerOf('It is done. The page says where the subscription stands now.'),
    ...FORM_ANSWERS,
    404: unknown,
    422: answerOf('It is not possible, or a field is wrong. The page says why.'),
    500: failed,
  },
};

const anonymousPage = (operationId: string): Operation => ({
  operationId,
  summary: 'Where the public copy of an issue has a subscriber’s own link',
  security: [],
  responses: { 200: answerOf('The page says to use the link in one’s own mail.') },
});

export const emailLinksDescription: Description = {
  paths: {
    '/confirm/{token}': { get: readConfirmation, post: confirm },
    '/unsubscribe/{token}': { get: readUnsubscription, post: unsubscribe },
    '/unsubscribe/from-your-mail': { get: anonymousPage('readNobodysUnsubscription') },
    '/preferences/{token}': { get: readPreferences, post: changePreferences },
    '/preferences/from-your-mail': { get: anonymousPage('readNobodysPreferences') },
  },
};
