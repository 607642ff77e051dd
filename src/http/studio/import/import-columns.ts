import { html } from 'hono/html';
import { hasDatesOnly, MAX_STATUS_VALUES } from '../../../subscribers/lists/columns/column-hint.ts';
import type { ColumnSurvey } from '../../../subscribers/lists/columns/file-survey.ts';
import { headerKind } from '../../../subscribers/lists/columns/header-kind.ts';
import { isAboutOtherChannel, proposeMeanings } from '../../../subscribers/lists/columns/propose-meaning.ts';
import { statusBits, strongestStatus } from '../../../subscribers/lists/columns/standing-column.ts';
import { readColumns } from '../../../subscribers/lists/describe-import.ts';
import type { ColumnRole } from '../../../subscribers/lists/import-plan.ts';
import { planImport } from '../../../subscribers/lists/plan-import.ts';
import type { PreparedImport } from '../../../subscribers/lists/prepare-import.ts';
import { LIST_STATUSES, type ListStatus } from '../../../subscribers/lists/products/export-form.ts';
import type { Markup } from '../../pages/page.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { tag } from '../frame/components/marks.ts';
import { formatNumber, isolatedText } from '../frame/format.ts';
import { roleField, wordField } from './import-choice.ts';

const ROLE_LABELS: Readonly<Record<ColumnRole, string>> = {
  unread: 'Leave out',
  email: 'Email address',
  name: 'Name, or a part of it',
  created_at: 'Since',
  status: 'State: who gets mail',
  unsubscribed: 'Any value: unsubscribed',
  bounced: 'Any value: bounced',
  complained: 'Any value: complained',
  pending: 'Any value: not confirmed',
  suppressed: 'Can’t be mailed (our own export)',
  paused_until: 'Paused until',
  ignore: 'Leave out: not about email',
};

const STANDING_LABELS: Readonly<Record<ListStatus, string>> = {
  confirmed: 'confirmed',
  pending: 'not confirmed',
  unsubscribed: 'unsubscribed',
  bounced: 'bounced',
  complained: 'complained',
};

interface ShownColumn {
  column: ColumnSurvey;
  role: ColumnRole;
  isAsked: boolean;
}

/** Each column with what it becomes; of status columns, also what each word means. */
export function columnTable(given: PreparedImport): Markup {
  const prepared = withLikelyAddresses(given);
  const { survey } = prepared;
  if (survey === null) return html``;
  return html`<div class="columns-table">${dataTable<ShownColumn>({
    caption: 'Columns of the file',
    rows: survey.columns.map((column) => shownColumn(column, prepared)),
    columns: [
      { label: 'Column in the file', isHeader: true, cell: columnName },
      { label: 'Examples', isLong: true, cell: ({ column }) => samplesPart(column) },
      { label: 'Becomes', isLong: true, cell: (shown) => becomesPart(shown, prepared) },
    ],
  })}</div>`;
}

/** If no column is known to hold the addresses, how the list is read if the one that seems to does. */
function withLikelyAddresses(prepared: PreparedImport): PreparedImport {
  const { survey, plan, choice } = prepared;
  const [likely] = (survey?.columns ?? [])
    .filter(({ addresses }) => addresses > 0)
    .toSorted((one, other) => other.addresses - one.addresses);
  if (survey === null || plan !== null || likely === undefined) return prepared;
  const column = `#${likely.place + 1}`;
  const others = choice.columns.filter((one) => one.column !== column && one.role !== 'email');
  const columns = [...others, { column, role: 'email' as const }];
  const planning = planImport(survey, { ...choice, columns });
  return { ...prepared, ...planning, choice: { ...choice, columns } };
}

function columnName({ column: { label, place }, isAsked }: ShownColumn): Markup {
  return html`${isolatedText(label === '' ? `Column ${place + 1}` : label)}${isAsked && html` ${tag('Please say', 'warn')}`}`;
}

function samplesPart({ samples }: ColumnSurvey): Markup {
  if (samples.length === 0) return html`<span class="muted">Empty</span>`;
  return html`${samples.map((sample, index) => html`${index > 0 && ', '}${isolatedText(sample.slice(0, MAX_SHOWN_LENGTH))}`)}`;
}

function shownColumn(column: ColumnSurvey, { plan, questions, choice }: PreparedImport): ShownColumn {
  const isAsked = questions.some((question) => question.column.place === column.place);
  const said = choice.columns.find((one) => one.column === `#${column.place + 1}`)?.role;
  const read = plan === null ? undefined : readColumns(plan).find(({ place }) => place === column.place + 1);
  const planned =
    (Object.keys(ROLE_LABELS) as ColumnRole[]).find((role) => role === read?.readAs) ?? 'unread';
  // Leaving a column out is no answer to the question about it.
  const isAnswered = said !== undefined && !(isAsked && said === 'unread');
  return { column, role: isAnswered ? said : isAsked ? proposedRole(column) : planned, isAsked };
}

/** A column of leaving dates means unsubscribed; one about text messages says nothing about email. */
function proposedRole(column: ColumnSurvey): ColumnRole {
  if (isAboutOtherChannel(column)) return 'ignore';
  return headerKind(column.label) === 'opted-out' && hasDatesOnly(column) ? 'unsubscribed' : 'status';
}

function becomesPart(shown: ShownColumn, prepared: PreparedImport): Markup {
  const { column, role } = shown;
  const id = roleField(column.place);
  const name = column.label === '' ? `Column ${column.place + 1}` : column.label;
  return html`<label class="apart" for="${id}">${name} becomes</label>
<select id="${id}" name="${id}">${rolesFor(shown).map(([value, words]) => html`<option value="${value}"${value === role && html` selected`}>${words}</option>`)}</select>
${role === 'status' && wordsPart(shown, prepared)}`;
}

/** One of them leaves the column out: as an answer where there is a question, else simply so. */
function rolesFor({ role, isAsked }: ShownColumn): [string, string][] {
  const hidden: ColumnRole = isAsked || role === 'ignore' ? 'unread' : 'ignore';
  return Object.entries(ROLE_LABELS).filter(([value]) => value !== hidden);
}

const MAX_SHOWN_LENGTH = 40;

/** A select for each word in a column, and for its empty cells. */
function wordsPart({ column, isAsked }: ShownColumn, prepared: PreparedImport): Markup {
  const { label, place } = column;
  const words = wordMeanings(column, { prepared, isAsked });
  const isOnlyWord = !words.some(({ word }) => word !== '' && word !== '*');
  const shown = (word: string) => {
    if (word === '') return 'empty';
    if (word === '*') return isOnlyWord ? 'anything' : 'anything else';
    return isolatedText(word.slice(0, MAX_SHOWN_LENGTH));
  };
  return html`<fieldset class="means-all"><legend class="apart">What each value in ${label} means</legend>${words.map(
    ({ word, count, means }) => {
      const id = wordField(place, word);
      return html`<div class="means"><label for="${id}">${shown(word)} <span class="num muted">× ${formatNumber(count)}</span></label>
<select id="${id}" name="${id}"><option value="">don’t know: leave these lines out</option>${LIST_STATUSES.map((standing) => html`<option value="${standing}"${standing === means && html` selected`}>${STANDING_LABELS[standing]}</option>`)}</select></div>`;
    },
  )}</fieldset>`;
}

interface ShownMeaning {
  word: string;
  count: number;
  means: ListStatus | undefined;
}

/** The words of a column with their chosen or planned meaning, or else, where it is asked about, the likely one. */
function wordMeanings(
  column: ColumnSurvey,
  { prepared, isAsked }: { prepared: PreparedImport; isAsked: boolean },
): ShownMeaning[] {
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
    const likely = isAsked ? proposed.find((one) => one.word === word)?.means : undefined;
    return { word, count, means: means ?? likely };
  });
}
