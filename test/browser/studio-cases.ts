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
export type StudioCase = [name: string, text: string, open: Visit | Steps];

/** A page that is only read. Pages that need the same share a world, since none of them changes it. */
export interface Visit {
  path: string;
  bring: Bringing;
}

/** Steps on pages, in a world of their own. */
export type Steps = (world: StudioWorld, page: Page) => Promise<unknown>;

const ISSUE = `/studio/issues/${SLOT}`;
const LONG_NAME = 'Intercontinental Refrigeration Cooperative Assistant';

export type Bringing = (world: StudioWorld) => Promise<unknown>;
const nothing: Bringing = async () => undefined;

const at = (path: string, bring: Bringing = nothing): Visit => ({ path, bring });

/** Opens a page in a world that has nothing yet. */
async function go({ path, bring }: Visit, world: StudioWorld, page: Page): Promise<void> {
  await bring(world);
  await world.go(page, path);
}

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

const IN_STATUS = Object.fromEntries(
  ISSUE_STATUSES.map((status): [IssueStatus, Bringing] => [status, (world) => issueInStatus(world, status)]),
) as Readonly<Record<IssueStatus, Bringing>>;
const inStatus = (status: IssueStatus): Bringing => IN_STATUS[status];

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
  const reason = 'We do not know whether 3 deliveries were accepted, so a person must decide.';
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
    'so it shows as you typed it',
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
    'Write the colour as # and six digits or letters',
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
    'The next issue will go out',
    async (world, page) => {
      await world.go(page, '/studio/settings');
      await page.getByLabel('Goes out every').selectOption('Thursday');
      await page.getByRole('button', { name: 'Save' }).click();
    },
  ],
];

/** An issue half of which is handed over. */
const halfSent: Bringing = async ({ comparisonStore, issueStore, subscriberStore, deliveryStore }) => {
  await addReaders(subscriberStore, 210);
  await approveIssue({ issueStore, comparisonStore });
  await freezeWholeAudience(deliveryStore);
  const lease = { owner: 'somebody', expiresAt: TUESDAY + HOUR };
  const batch = await deliveryStore.claimBatch({ slot: SLOT, lease, now: TUESDAY, dailyLimit: null });
  if (batch?.kind !== 'new') throw new Error('There is a batch.');
  const outcomes = batch.members.map(({ deliveryId }) => ({
    kind: 'accepted' as const,
    deliveryId,
    providerId: providerIdOf(deliveryId),
  }));
  await deliveryStore.recordOutcomes({ batch, outcomes, now: TUESDAY });
};

const BADGES: Readonly<Record<IssueStatus, string>> = {
  draft: 'Who would get it now',
  approved: 'Who would get it now',
  sending: 'Still to send',
  sent: 'Who it went to',
  held: 'It is on hold',
  paused: 'Paused: it waits for you',
  skipped: 'Nothing goes out this week',
  cancelled: 'Stopped for good',
};

const FAILURES: Readonly<Record<(typeof FAILURE_KINDS)[number], string>> = {
  uncertain: 'Every message of this issue got an answer',
  rejected: 'No message of this issue was refused',
  bounced: 'They are not mailed again',
  complained: 'They marked it as spam',
  excluded: 'They unsubscribed',
};

const ISSUES: StudioCase[] = [
  ['no issues', 'No issue has gone out yet', at('/studio/issues')],
  ['the issues', 'no word yet', at('/studio/issues', withFailures)],
  ['a page of the issues that is none', 'has no such page', at('/studio/issues?page=9', withFailures)],
  ...ISSUE_STATUSES.map(
    (status): StudioCase => [`an issue that is ${status}`, BADGES[status], at(ISSUE, inStatus(status))],
  ),
  ['an issue that failed at some', 'What did not arrive', at(ISSUE, withFailures)],
  ['an issue that is half sent', 'handed to Resend', at(ISSUE, halfSent)],
  ['an issue that waits for a decision', 'no answer came for 3 messages', at(ISSUE, undecided)],
  ['an issue that is none', 'There is no issue with this link', at('/studio/issues/2026-W60')],
  [
    'an issue with its menu open',
    'As readers without HTML get it',
    async (world, page) => {
      await go(at(ISSUE, withFailures), world, page);
      await page.locator('#more-open').click();
    },
  ],
  [
    'the issues with the numbers of their curve',
    'Got it',
    async (world, page) => {
      await go(at('/studio/issues', withFailures), world, page);
      await page.getByText('The numbers as a table').click();
    },
  ],
  ...FAILURE_KINDS.map(
    (kind): StudioCase => [
      `the failures: ${kind}`,
      FAILURES[kind],
      at(`${ISSUE}/failures?kind=${kind}`, withFailures),
    ],
  ),
  [
    'a page of failures that wait for a decision',
    'Leave them as they are',
    at(`${ISSUE}/failures?kind=uncertain`, undecided),
  ],
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

/** Searches a list of subscribers: while one types, or by the button where no script runs. */
const search =
  (text: string): Steps =>
  async (world, page) => {
    await aList(world);
    await world.go(page, SUBSCRIBERS);
    await page.getByLabel('Find by email or name').fill(text);
    await page.getByLabel('Find by email or name').press('Enter');
    await page.waitForURL(/\/found\/[^/]+$/);
  };

/** Ticks two people and asks what would be done to them. */
const askAbout =
  (action: string): Steps =>
  async (world, page) => {
    await aList(world);
    await world.go(page, SUBSCRIBERS);
    for (const id of [1, 2]) await page.locator(`#who-${id}`).check();
    await page.getByRole('button', { name: `${action}…`, exact: true }).click();
  };

const LIST =
  'email,name,status\nada@a.test,Ada,confirmed\nbo@a.test,Bo,unsubscribed\nnobody,,\ncy@a.test,,sleeping\n';

const upload =
  (list: string): Steps =>
  async (world, page) => {
    await world.go(page, `${SUBSCRIBERS}/import`);
    const file = { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
    await page.getByLabel('Choose a CSV file').setInputFiles(file);
    await page.getByRole('button', { name: 'Check the list' }).click();
  };

const PEOPLE: StudioCase[] = [
  ['no subscribers', 'Nobody has signed up yet', at(SUBSCRIBERS)],
  ['the subscribers', 'away@verdicts.test', at(SUBSCRIBERS, aList)],
  [
    'a page of the subscribers',
    '1–50 of 120',
    at(SUBSCRIBERS, ({ subscriberStore }) => addReaders(subscriberStore, 120)),
  ],
  ['a page of the subscribers of one state', 'Paused until', at(`${SUBSCRIBERS}?state=paused`, aList)],
  ['a state in which nobody is', 'Nobody is complained', at(`${SUBSCRIBERS}?state=complained`, aList)],
  ['a search', 'lost@verdicts.test', search('lo')],
  ['a search that finds nobody', 'Nobody with', search('nobody')],
  [
    'a search that is no longer kept',
    'This search is no longer kept',
    at(`${SUBSCRIBERS}/found/123456789012`, aList),
  ],
  ['the question before many are unsubscribed', 'Unsubscribe 2 subscribers?', askAbout('Unsubscribe')],
  ['the question before many are erased', 'Erase 2 subscribers?', askAbout('Erase')],
  ['the question before many are downloaded', 'Download 2 subscribers?', askAbout('Download')],
  [
    'many who were unsubscribed',
    'are unsubscribed.',
    async (world, page) => {
      await askAbout('Unsubscribe')(world, page);
      await page.getByRole('button', { name: 'Unsubscribe 2 subscribers' }).click();
    },
  ],
  ['the question before mail is allowed again', 'Allow mail to', at(`${SUBSCRIBERS}/2/lift`, aList)],
  ['a subscriber who got an issue and bounced', 'Proof of consent', at(`${SUBSCRIBERS}/2`, withFailures)],
  ['a subscriber with a long address', 'Proof of consent', at(`${SUBSCRIBERS}/1`, aList)],
  ['a subscriber who left', 'They have unsubscribed', at(`${SUBSCRIBERS}/3`, aList)],
  ['a subscriber who is not there', 'There is no such subscriber', at(`${SUBSCRIBERS}/9`)],
  [
    'the question before somebody is unsubscribed',
    'They will get no more issues',
    at(`${SUBSCRIBERS}/1/unsubscribe`, aList),
  ],
  ['who is signed in, and what happened', 'This browser', at('/studio/sign-ins', aList)],
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
  ['the form to add one', 'Did they agree', at(`${SUBSCRIBERS}/add`)],
  [
    'an address that cannot be added',
    'The address has no @',
    async (world, page) => {
      await world.go(page, `${SUBSCRIBERS}/add`);
      await page.getByLabel('Email').fill('nobody');
      await page.getByLabel('Yes, and I can show it').check();
      await page.getByRole('button', { name: 'Add the subscriber' }).click();
    },
  ],
  ['the form to import a list', 'Nothing is imported yet', at(`${SUBSCRIBERS}/import`)],
  ['a list as it would be read', 'How they will look', upload(LIST)],
  ['a list that cannot be read', 'can’t be read yet', upload('one,other\n1,2\n')],
  [
    'a list that may say who left',
    'may say who must not be mailed',
    upload(
      `E-Mail;Vorname;${'Abgemeldet'.repeat(4)};Ort\na@a.test;Ada;ja;Oslo\nb@a.test;Bo;nein;${LONG_NAME}\n`,
    ),
  ],
  [
    'an import that is done',
    'The list is imported',
    async (world, page) => {
      await upload(LIST)(world, page);
      await page.getByLabel('Yes, and I can show it').check();
      await page.getByRole('button', { name: 'Import 2 subscribers' }).click();
    },
  ],
];

const COMPARISON = '/studio/comparisons/kiln-vs-loom';
const ADD = '/studio/comparisons/-/add';

/** A comparison whose link and pricing were corrected, one of them against what the site sent since. */
const aCorrected: Bringing = async (world) => {
  await aDraft(world);
  const known = aComparison({ tools: ['Kiln', 'Loom'], url: null });
  const changes = [
    { path: 'url', from: null, to: `https://verdicts.test/${'kiln'.repeat(30)}` },
    { path: 'tools[1].pricing', from: known.tools[1].pricing, to: '9 euros a month' },
    { path: 'tools[1].entry', from: 'Free', to: null },
  ] as const;
  await world.correctionStore.correctComparison({ slug: known.slug, changes, at: TUESDAY });
  const [one, other] = known.tools;
  const sent = { ...known, tools: [one, { ...other, pricing: '8 euros a month' }] as typeof known.tools };
  await world.comparisonStore.saveComparison(sent, TUESDAY);
};

const PASTED = JSON.stringify([
  { tools: [{ name: 'Easel', pricing: 'Free' }, { name: LONG_NAME }] },
  aComparison({ tools: ['Kiln', 'Loom'] }),
  { tools: [{ name: 'Gauge', panelShare: 130, mood: 'good' }, { name: 'Hammer' }] },
]);

const checked: Steps = async (world, page) => {
  await go(at(ADD, aDraft), world, page);
  await page.getByLabel('Or paste').fill(PASTED);
  await page.getByRole('button', { name: 'Check' }).click();
};

const COMPARISONS: StudioCase[] = [
  ['no comparisons', 'No comparisons yet', at('/studio/comparisons')],
  ['the list of comparisons', '4 in all', at('/studio/comparisons', aDraft)],
  [
    'comparisons of no such tool',
    'No comparison with',
    at('/studio/comparisons?q=spindle&state=old', aDraft),
  ],
  [
    'a comparison that was just held',
    'is on hold.',
    async (world, page) => {
      await go(at('/studio/comparisons', aDraft), world, page);
      await page.getByRole('button', { name: 'Hold Kiln vs Loom' }).click();
    },
  ],
  ['a comparison', '1 thing is missing', at(COMPARISON, aDraft)],
  ['a comparison with corrections', 'Your correction stays', at(COMPARISON, aCorrected)],
  [
    'a comparison with errors',
    'Nothing was saved yet',
    async (world, page) => {
      await go(at(COMPARISON, aCorrected), world, page);
      await page.getByLabel('Kiln: Panel').fill('ninety');
      await page.getByRole('button', { name: 'Save' }).click();
    },
  ],
  [
    'a comparison that somebody else changed',
    'Nothing was saved: this changed',
    async (world, page) => {
      await go(at(COMPARISON, aDraft), world, page);
      const changes = [{ path: 'url', from: null, to: `https://verdicts.test/${'a'.repeat(90)}` }] as const;
      await world.correctionStore.correctComparison({ slug: 'kiln-vs-loom', changes, at: TUESDAY });
      await page.getByLabel('Link to the full').fill('https://verdicts.test/mine');
      await page.getByRole('button', { name: 'Save' }).click();
    },
  ],
  ['adding comparisons', 'Choose files, or drop them here', at(ADD)],
  [
    'nothing to add',
    'There is nothing to read',
    async (world, page) => {
      await go(at(ADD), world, page);
      await page.getByRole('button', { name: 'Check' }).click();
    },
  ],
  ['what was read', 'Nothing is added yet', checked],
  [
    'a wrong link to what was read',
    'Nothing was added yet',
    async (world, page) => {
      await checked(world, page);
      await page.getByLabel('Link to the full').fill('verdicts.test');
      await page.getByRole('button', { name: 'Add 2' }).click();
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

const MAILBOX: StudioCase[] = [
  ['an empty test mailbox', 'No mail yet', at('/studio/outbox')],
  ['the test mailbox', 'the latest first', at('/studio/outbox', aMail)],
  [
    'a message, whole',
    'All headers',
    async (world, page) => {
      await go(at('/studio/outbox/letter-1.verdicts', aMail), world, page);
      await page.getByText('Plain text').first().click();
      await page.getByText('All headers').click();
    },
  ],
  ['a message that is not there', 'There is no such message', at('/studio/outbox/none')],
];

// All pages of the studio after the sign-in, in every state.

/** Pages on which an editor writes. */
export const WRITING_CASES: readonly StudioCase[] = [...WEEK, ...EDITING, ...LOOK, ...SETTINGS];

/** Pages about issues, and the questions before an action. */
export const ISSUE_CASES: readonly StudioCase[] = [...ISSUES, ...ACTIONS, ...MAILBOX];

/** Pages of what the store holds. */
export const STORE_CASES: readonly StudioCase[] = [...PEOPLE, ...COMPARISONS];
