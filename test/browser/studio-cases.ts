import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { STUDIO_ACTIONS } from '../../src/http/studio/actions/issue-action.ts';
import { FAILURE_KINDS } from '../../src/issues/failure-kinds.ts';
import { ISSUE_STATUSES, type IssueStatus } from '../../src/issues/issue-status-rules.ts';
import { composeMime } from '../../src/transport/mime.ts';
import { aComparison, DAY, HOUR, TUESDAY } from '../support/comparisons.ts';
import { issueInStatus } from '../support/issue-in-status.ts';
import {
  addReaders,
  aNewSubscriber,
  approveIssue,
  freezeWholeAudience,
  IMPORTED,
  SLOT,
} from '../support/issues.ts';
import { handOverAll, providerIdOf } from '../support/sending/hand-over.ts';
import type { StudioWorld } from './open-studio-world.ts';

/** A page's name, a text on it, and how to reach it. */
export type StudioCase = [
  name: string,
  text: string,
  open: (world: StudioWorld, page: Page) => Promise<unknown>,
];

const ISSUE = `/studio/issues/${SLOT}`;
const LONG_NAME = 'Intercontinental Refrigeration Cooperative Assistant';

type Bringing = (world: StudioWorld) => Promise<unknown>;
const nothing: Bringing = async () => undefined;

/** Opens a URL once the world is prepared. */
const at =
  (path: string, bring: Bringing = nothing): StudioCase[2] =>
  async (world, page) => {
    await bring(world);
    await world.go(page, path);
  };

/** An issue with everything that may be shown before it goes out. */
const aDraft: Bringing = async ({ comparisonStore, issueStore, subscriberStore }) => {
  await addReaders(subscriberStore, 3);
  const comparisons = [
    aComparison({ tools: ['Kiln', 'Loom'], url: null }),
    aComparison({ tools: [LONG_NAME, 'Anvil'] }),
    aComparison({ tools: ['Bellows', 'Forge'], publishedAt: TUESDAY - 100 * DAY }),
    aComparison({ tools: ['Clamp', 'Drill'] }),
  ];
  for (const comparison of comparisons) await comparisonStore.saveComparison(comparison, TUESDAY - HOUR);
  const intro = 'A *few* words, and [a link](javascript:alert).';
  const edit = { subject: 'x '.repeat(40), intro, pin: ['kiln-vs-loom'], hold: ['clamp-vs-drill'] };
  await issueStore.editIssue({ slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY, ...edit });
};

const inStatus =
  (status: IssueStatus): Bringing =>
  (world) =>
    issueInStatus(world, status);

/** An issue that went out, with a failure of every kind. */
const withFailures: Bringing = async ({
  comparisonStore,
  issueStore,
  subscriberStore,
  deliveryStore,
  providerEventStore,
}) => {
  await addReaders(subscriberStore, 210);
  await subscriberStore.importSubscribers(
    [aNewSubscriber({ email: 'lost@verdicts.test', suppression: 'bounced' })],
    IMPORTED,
  );
  await approveIssue({ issueStore, comparisonStore });
  await freezeWholeAudience(deliveryStore, { transport: 'outbox' });
  const leaving = { event: 'unsubscribed', source: 'link', at: TUESDAY } as const;
  await subscriberStore.unsubscribe('reader9@verdicts.test', leaving);
  await handOverAll(deliveryStore);
  const reports = [
    { state: 'delivered' },
    { state: 'bounced', bounce: 'hard', code: 'Permanent/General' },
    { state: 'bounced', bounce: 'soft', code: 'Transient/MailboxFull' },
    { state: 'complained' },
  ];
  const events = reports.map((report, index) => ({
    id: `event-${index}`,
    type: 'email.event',
    occurredAt: TUESDAY + HOUR,
    providerId: providerIdOf(index + 1),
    delivery: null,
    emailKey: null,
    report: report as never,
  }));
  await providerEventStore.applyProviderEvents(events, TUESDAY);
  const sent = { slot: SLOT, scheduledAt: TUESDAY, to: 'sent', reason: null, at: TUESDAY } as const;
  await issueStore.changeStatus(sent);
};

/** An issue that waits for a decision about uncertain deliveries. */
const undecided: Bringing = async ({ comparisonStore, issueStore, subscriberStore, deliveryStore }) => {
  await addReaders(subscriberStore, 3);
  await approveIssue({ issueStore, comparisonStore });
  await freezeWholeAudience(deliveryStore, { transport: 'outbox' });
  await handOverAll(deliveryStore, { ending: 'uncertain' });
  const reason = 'Nobody knows whether 3 deliveries were taken; a person must decide about them.';
  await issueStore.changeStatus({ slot: SLOT, scheduledAt: TUESDAY, to: 'paused', reason, at: TUESDAY });
};

const VIEWS: StudioCase[] = [
  'desktop',
  'phone',
  'dark',
  'text',
  'phone-dark',
  'source',
  'headers',
  'links',
].map((view) => [
  `the next issue, seen as ${view}`,
  'Not in this issue',
  at(`/studio?slot=${SLOT}&view=${view}`, aDraft),
]);

const WEEK: StudioCase[] = [
  ['home without comparisons', 'Four steps to the first issue', at('/studio')],
  ['home when the issue is a fit draft', 'Ready', at('/studio', inStatus('draft'))],
  ['home when the issue is approved', 'What goes out', at('/studio', inStatus('approved'))],
  ['home when the issue is being sent', '0 of 3 handed to', at('/studio', inStatus('sending'))],
  ['home when the issue is paused', 'Continue sending', at('/studio', inStatus('paused'))],
  ['home when the issue needs a decision', 'What about the 3?', at('/studio', undecided)],
  ['home when the issue is on hold', 'This issue is on hold', at('/studio', inStatus('held'))],
  ['home when the week is skipped', 'Take the skip back', at(`/studio?slot=${SLOT}`, inStatus('skipped'))],
  ['home after an issue was sent', 'Week 47 went out.', at('/studio', inStatus('sent'))],
  ['home after an issue was stopped', 'Week 47 was stopped for good.', at('/studio', inStatus('cancelled'))],
  ['a week that is none', 'There is no such week', at('/studio?slot=2026-W60')],
  ...VIEWS,
  [
    'a draft with an intro that is nested too deep',
    'it is shown as you typed it',
    at(`/studio?slot=${SLOT}`, async (world) => {
      await aDraft(world);
      const intro = '- '.repeat(1_300);
      await world.issueStore.editIssue({ slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY, intro });
    }),
  ],
];

const EDIT = `/studio?slot=${SLOT}`;
const EDITING: StudioCase[] = [
  ['the draft to edit', 'Not in this issue', at(EDIT, aDraft)],
  ['the draft to edit when it is fixed', 'To change anything, unlock it', at(EDIT, inStatus('approved'))],
  [
    'an edit that another one overtook',
    'Somebody else changed the subject meanwhile',
    async (world, page) => {
      await aDraft(world);
      await page.route('**/studio/events', (route) => route.abort());
      await world.go(page, EDIT);
      const theirs = { subject: 'Theirs', intro: 'Theirs', order: ['kiln-vs-loom'], feature: 'kiln-vs-loom' };
      await world.issueStore.editIssue({ slot: SLOT, scheduledAt: TUESDAY, at: TUESDAY, ...theirs });
      await page.getByLabel('Intro').fill('Mine');
      await page.getByLabel('Subject', { exact: true }).fill('Mine');
    },
  ],
  [
    'an edit that is too long',
    'at most 500 are kept',
    async (world, page) => {
      await aDraft(world);
      await world.go(page, EDIT);
      await page.getByLabel('Subject', { exact: true }).fill('x'.repeat(501));
    },
  ],
];

const LOOK: StudioCase[] = [
  ['the look', 'Beside the name on your pages', at('/studio/look', aDraft)],
  [
    'a look that cannot be saved',
    'Write the colour as # and six digits',
    async (world, page) => {
      await world.go(page, '/studio/look');
      await page.getByLabel('Accent colour', { exact: true }).fill('yellow');
    },
  ],
];

const SETTINGS: StudioCase[] = [
  ['the settings', 'They count as soon as they are saved', at('/studio/settings')],
  [
    'settings that cannot be saved',
    'must not be above',
    async (world, page) => {
      await world.go(page, '/studio/settings');
      await page.getByLabel('Fewest comparisons').fill('9');
      await page.getByRole('button', { name: 'Save' }).click();
    },
  ],
  [
    'a schedule that is to change',
    'The next issue then goes out',
    async (world, page) => {
      await world.go(page, '/studio/settings');
      await page.getByLabel('Goes out every').selectOption('Thursday');
      await page.getByRole('button', { name: 'Save' }).click();
    },
  ],
];

const ISSUES: StudioCase[] = [
  ['no issues', 'There is no issue yet', at('/studio/issues')],
  ['the issues', 'The provider says', at('/studio/issues', withFailures)],
  ...ISSUE_STATUSES.map(
    (status): StudioCase => [`an issue that is ${status}`, status, at(ISSUE, inStatus(status))],
  ),
  ['an issue that failed at some', 'What failed, and why', at(ISSUE, withFailures)],
  ['an issue that waits for a decision', 'Waits for you', at(ISSUE, undecided)],
  ...FAILURE_KINDS.map(
    (kind): StudioCase => [
      `the failures: ${kind}`,
      `of ${SLOT}`,
      at(`${ISSUE}/failures?kind=${kind}`, withFailures),
    ],
  ),
];

/** Every action's page, both where it is possible and where it is not. */
const ASKED_FROM: Readonly<Record<(typeof STUDIO_ACTIONS)[number], Bringing>> = {
  'resend-uncertain': undecided,
  'accept-uncertain': undecided,
  resume: inStatus('paused'),
  approve: aDraft,
  send: aDraft,
  test: aDraft,
  pause: inStatus('sending'),
  hold: inStatus('draft'),
  skip: inStatus('draft'),
  cancel: inStatus('sending'),
};

const ACTIONS: StudioCase[] = [
  ...STUDIO_ACTIONS.map(
    (action): StudioCase => [
      `the question before ${action}`,
      'Go back',
      at(`${ISSUE}/${action}`, ASKED_FROM[action]),
    ],
  ),
  ['an action that cannot be had', 'Approve?', at(`${ISSUE}/approve`, inStatus('sent'))],
  [
    'an action with a field that is wrong',
    'has no @',
    async (world, page) => {
      await inStatus('draft')(world);
      await world.go(page, `${ISSUE}/test`);
      await page.getByLabel('Email addresses').fill('nobody');
      await page.getByRole('button', { name: 'Send a test' }).click();
    },
  ],
  [
    'an action that another editor overtook',
    'Nothing was done.',
    async (world, page) => {
      await inStatus('draft')(world);
      await world.go(page, `${ISSUE}/hold`);
      const skip = { slot: SLOT, scheduledAt: TUESDAY, to: 'skipped', reason: 'No.', at: TUESDAY } as const;
      await world.issueStore.changeStatus(skip);
      await page.getByRole('button', { name: 'Put on hold' }).click();
    },
  ],
  [
    'the result of an action',
    'The issue is on hold.',
    async (world, page) => {
      await inStatus('draft')(world);
      await world.go(page, `${ISSUE}/hold`);
      await page.getByRole('button', { name: 'Put on hold' }).click();
    },
  ],
];

const SUBSCRIBERS = '/studio/subscribers';

const aList: Bringing = async ({ subscriberStore }) => {
  const people = [
    aNewSubscriber({ email: `${'long'.repeat(15)}@${'far'.repeat(20)}.test`, name: LONG_NAME }),
    aNewSubscriber({ email: 'lost@verdicts.test', suppression: 'bounced' }),
    aNewSubscriber({ email: 'left@verdicts.test', status: 'unsubscribed' }),
    aNewSubscriber({ email: 'away@verdicts.test', pausedUntil: TUESDAY + 30 * DAY }),
  ];
  await subscriberStore.importSubscribers(people, IMPORTED);
};

/** Searches a list of subscribers. */
const search =
  (text: string): StudioCase[2] =>
  async (world, page) => {
    await aList(world);
    await world.go(page, SUBSCRIBERS);
    await page.getByLabel('Find a subscriber').fill(text);
    await page.getByRole('button', { name: 'Search' }).click();
  };

const LIST =
  'email,name,status\nada@a.test,Ada,confirmed\nbo@a.test,Bo,unsubscribed\nnobody,,\ncy@a.test,,sleeping\n';

const upload =
  (list: string): StudioCase[2] =>
  async (world, page) => {
    await world.go(page, `${SUBSCRIBERS}/import`);
    const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
    await page.getByLabel('A list as CSV').setInputFiles(file);
    await page.getByRole('button', { name: 'Upload and look at it' }).click();
  };

const PEOPLE: StudioCase[] = [
  ['no subscribers', 'There are no subscribers yet', at(SUBSCRIBERS)],
  ['the subscribers', 'away@verdicts.test', at(SUBSCRIBERS, aList)],
  [
    'a page of the subscribers',
    'Earlier subscribers',
    at(SUBSCRIBERS, ({ subscriberStore }) => addReaders(subscriberStore, 120)),
  ],
  ['a search', 'whose address begins with', search('lo')],
  ['a search that finds nobody', 'No subscribers whose', search('nobody')],
  ['a subscriber who got an issue and bounced', 'What you can do', at(`${SUBSCRIBERS}/2`, withFailures)],
  ['a subscriber with a long address', 'What you can do', at(`${SUBSCRIBERS}/1`, aList)],
  ['a subscriber who left', 'They have unsubscribed', at(`${SUBSCRIBERS}/3`, aList)],
  ['a subscriber who is not there', 'There is no such subscriber', at(`${SUBSCRIBERS}/9`)],
  [
    'the question before somebody is unsubscribed',
    'They will get no more issues',
    at(`${SUBSCRIBERS}/1/unsubscribe`, aList),
  ],
  ['who is signed in, and what happened', 'this browser', at('/studio/sign-ins', aList)],
  ['the question before an erasure', 'What is lost', at(`${SUBSCRIBERS}/1/erase`, aList)],
  [
    'an erasure',
    'The subscriber is erased',
    async (world, page) => {
      await aList(world);
      await world.go(page, `${SUBSCRIBERS}/1/erase`);
      await page.getByRole('button', { name: 'Erase them for good' }).click();
    },
  ],
  ['the form to add one', 'Their consent', at(`${SUBSCRIBERS}/add`)],
  [
    'an address that cannot be added',
    'The address has no @',
    async (world, page) => {
      await world.go(page, `${SUBSCRIBERS}/add`);
      await page.getByLabel('Email address').fill('nobody');
      await page.getByLabel('I can show that they asked for it').check();
      await page.getByRole('button', { name: 'Add the subscriber' }).click();
    },
  ],
  ['the form to import a list', 'Nothing is imported until you say so', at(`${SUBSCRIBERS}/import`)],
  ['a list as it would be read', 'How it would be read', upload(LIST)],
  ['a list that cannot be read', 'How it would be read', upload('one,other\n1,2\n')],
  [
    'a list that may say who left',
    'it may say who must not be mailed',
    upload(
      `E-Mail;Vorname;${'Abgemeldet'.repeat(4)};Ort\na@a.test;Ada;ja;Oslo\nb@a.test;Bo;nein;${LONG_NAME}\n`,
    ),
  ],
  [
    'an import that is done',
    'The list is imported',
    async (world, page) => {
      await upload(LIST)(world, page);
      await page.getByRole('button', { name: 'Import this list' }).click();
    },
  ],
];

const aMail: Bringing = async ({ config }) => {
  const folder = join(config.outboxDir, 'new');
  mkdirSync(folder, { recursive: true });
  const mail = {
    from: { name: 'Digest', email: 'digest@verdicts.test' },
    replyTo: null,
    to: { name: LONG_NAME, email: `${'long'.repeat(15)}@verdicts.test` },
    subject: `Of ${LONG_NAME} and others`,
    date: TUESDAY,
    reference: 'reference',
    headers: [['List-Id', '<digest.verdicts.test>']] as [string, string][],
    html: '<!doctype html><html lang="en"><head><title>x</title></head><body><p>One <a href="https://verdicts.test">link</a></p></body></html>',
    text: `Confirm: https://verdicts.test/confirm/${'abc'.repeat(30)}.`,
  };
  writeFileSync(join(folder, 'letter-1.verdicts'), await composeMime(mail, 'unix'));
};

const OUTBOX: StudioCase[] = [
  ['an empty outbox', 'Nothing was mailed yet', at('/studio/outbox')],
  ['the outbox', 'the latest first', at('/studio/outbox', aMail)],
  [
    'a message, whole',
    'All headers',
    async (world, page) => {
      await at('/studio/outbox/letter-1.verdicts', aMail)(world, page);
      await page.getByText('Plain text').first().click();
      await page.getByText('All headers').click();
    },
  ],
  ['a message that is not there', 'There is no such message', at('/studio/outbox/none')],
];

/** All pages of the studio after the sign-in, in every state. */
export const STUDIO_CASES: StudioCase[] = [
  ...WEEK,
  ...EDITING,
  ...LOOK,
  ...SETTINGS,
  ...ISSUES,
  ...ACTIONS,
  ...PEOPLE,
  ...OUTBOX,
];
