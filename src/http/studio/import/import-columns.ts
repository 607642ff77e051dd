import { html } from 'hono/html';
import { hasDatesOnly, MAX_STATUS_VALUES } from '../../../subscribers/lists/columns/column-hint.ts';
import type { ColumnSurvey } from '../../../subscribers/lists/columns/file-survey.ts';
import { headerKind } from '../../../subscribers/lists/columns/header-kind.ts';
import { isAboutOtherChannel, proposeMeanings } from '../../../subscribers/lists/columns/propose-meaning.ts';
import { statusBits, strongestStatus } from '../../../subscribers/lists/columns/standing-column.ts';
import { readColumns } from '../../../subscribers/lists/describe-import.ts';
import type { ColumnRole } from '../../../subscribers/lists/import-plan.ts';
import type { PreparedImport } from '../../../subscribers/lists/prepare-import.ts';
import { LIST_STATUSES, type ListStatus } from '../../../subscribers/lists/products/export-form.ts';
import type { Markup } from '../../pages/page.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import { roleField, wordField } from './import-choice.ts';

const ROLE_LABELS: Readonly<Record<ColumnRole, string>> = {
  unread: 'not read',
  email: 'email address',
  name: 'name, or part of a name',
  created_at: 'subscribed since',
  status: 'who gets email',
  unsubscribed: 'any value means unsubscribed',
  bounced: 'any value means bounced',
  complained: 'any value means complained',
  pending: 'any value means pending',
  suppressed: 'suppressed (from our own export)',
  paused_until: 'paused until',
  ignore: 'something else, not email',
};

interface ShownColumn {
  column: ColumnSurvey;
  role: ColumnRole;
  isAsked: boolean;
}

/** A select for each column's role; for status columns, also for what each word means. */
export function columnFields(prepared: PreparedImport): Markup {
  const { survey } = prepared;
  if (survey === null) return html``;
  return html`<ul class="columns">${survey.columns.map((column) => columnPart(shownColumn(column, prepared), prepared))}</ul>`;
}

function shownColumn(column: ColumnSurvey, { plan, questions, choice }: PreparedImport): ShownColumn {
  const isAsked = questions.some((question) => question.column.place === column.place);
  const said = choice.columns.find((one) => one.column === `#${column.place + 1}`)?.role;
  const read = plan === null ? undefined : readColumns(plan).find(({ place }) => place === column.place + 1);
  const planned =
    (Object.keys(ROLE_LABELS) as ColumnRole[]).find((role) => role === read?.readAs) ?? 'unread';
  return { column, role: said ?? (isAsked ? proposedRole(column) : planned), isAsked };
}

/** A column of leaving dates means unsubscribed; one about text messages says nothing about email. */
function proposedRole(column: ColumnSurvey): ColumnRole {
  if (isAboutOtherChannel(column)) return 'ignore';
  return headerKind(column.label) === 'opted-out' && hasDatesOnly(column) ? 'unsubscribed' : 'status';
}

function columnPart({ column, role, isAsked }: ShownColumn, prepared: PreparedImport): Markup {
  const { place, label, samples } = column;
  const id = roleField(place);
  const name = label === '' ? `Column ${place + 1}` : label;
  return html`<li${isAsked && html` class="asked"`}><div class="column"><label for="${id}">${isolatedText(name)}</label>
<span class="samples">${samples.length === 0 ? 'empty' : samples.map((sample, index) => html`${index > 0 && ' · '}${isolatedText(sample.slice(0, MAX_SHOWN_LENGTH))}`)}</span>
<select id="${id}" name="${id}">${Object.entries(ROLE_LABELS).map(([value, words]) => html`<option value="${value}"${value === role && html` selected`}>${words}</option>`)}</select></div>
${role === 'status' && wordsPart(column, prepared)}</li>`;
}

const MAX_SHOWN_LENGTH = 40;

/** A select for each word in a column, and for its empty cells. */
function wordsPart(column: ColumnSurvey, prepared: PreparedImport): Markup {
  const { label, place } = column;
  const words = wordMeanings(column, prepared);
  const isOnlyWord = !words.some(({ word }) => word !== '' && word !== '*');
  const shown = (word: string) => {
    if (word === '') return 'empty';
    if (word === '*') return isOnlyWord ? 'anything' : 'anything else';
    return isolatedText(word.slice(0, MAX_SHOWN_LENGTH));
  };
  return html`<fieldset class="words"><legend>What each value in ${isolatedText(label)} means</legend>${words.map(
    ({ word, count, means }) => {
      const id = wordField(place, word);
      return html`<div class="word"><label for="${id}">${shown(word)} <span class="number muted">× ${formatNumber(count)}</span></label>
<select id="${id}" name="${id}"><option value="">unknown: refuse the row</option>${LIST_STATUSES.map((standing) => html`<option value="${standing}"${standing === means && html` selected`}>${standing}</option>`)}</select></div>`;
    },
  )}</fieldset>`;
}

interface ShownMeaning {
  word: string;
  count: number;
  means: ListStatus | undefined;
}

/** The words of a column with their chosen or planned meaning, or else the likely one. */
function wordMeanings(column: ColumnSurvey, prepared: PreparedImport): ShownMeaning[] {
  const { plan, choice, survey } = prepared;
  const rows = survey?.rows ?? 0;
  const reference = `#${column.place + 1}`;
  const proposed = proposeMeanings(column, rows);
  const said = choice.words.filter((one) => one.column === reference);
  if (said.length > 0)
    return proposed.map((one) => ({ ...one, means: said.find(({ word }) => word === one.word)?.means }));
  const isPlanned = ({ place }: { place: number }) => place === column.place;
  const planned = [...(plan?.statusColumns ?? []), ...(plan?.fileMarks ?? [])].find(isPlanned);
  if (planned === undefined) return proposed;
  const { values, filled, samples } = column;
  const isFew = values !== null && values.size <= MAX_STATUS_VALUES;
  const words = isFew ? [...values] : [['*', filled] as const];
  const all = rows > filled ? [...words, ['', rows - filled] as const] : words;
  // In a column where only people who left have a value, an empty cell is no answer.
  const isUnknown = (word: string) => word === '' && plan?.fileMarks.some(isPlanned) === true;
  return all.map(([word, count]) => {
    const standing = strongestStatus(statusBits(planned, word === '*' ? (samples[0] ?? '') : word));
    const means = isUnknown(word) ? undefined : LIST_STATUSES.find((one) => one === standing);
    return { word, count, means };
  });
}
