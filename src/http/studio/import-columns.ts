import { html } from 'hono/html';
import { proposedStanding } from '../../subscribers/import/ask-about-columns.ts';
import { FEW_VALUES, hasDatesOnly } from '../../subscribers/import/column-hint.ts';
import { readColumns } from '../../subscribers/import/describe-import.ts';
import { STANDINGS, type Standing } from '../../subscribers/import/export-form.ts';
import { headerKind } from '../../subscribers/import/header-kind.ts';
import type { ColumnRole } from '../../subscribers/import/import-plan.ts';
import type { PreparedImport } from '../../subscribers/import/prepare-import.ts';
import { saidBy, standingOf } from '../../subscribers/import/standing-column.ts';
import type { ColumnSurvey } from '../../subscribers/import/survey-file.ts';
import type { Markup } from '../pages/page.ts';
import { roleField, wordField } from './import-choice.ts';
import { foreignText, numberWords } from './subscriber-words.ts';

const ROLE_WORDS: Readonly<Record<ColumnRole, string>> = {
  unread: 'not read',
  email: 'the address',
  name: 'the name, or a part of it',
  created_at: 'since when',
  status: 'who gets mail',
  unsubscribed: 'anything in it: unsubscribed',
  bounced: 'anything in it: bounced',
  complained: 'anything in it: complained',
  pending: 'anything in it: pending',
  suppressed: 'suppressed (our own column)',
  paused_until: 'paused until',
  ignore: 'something else, not mail',
};

/** A column of the file, as the form shows it. */
interface ShownColumn {
  column: ColumnSurvey;
  role: ColumnRole;
  isAsked: boolean;
}

/** What every column of a list is, to be changed; where a column says who gets mail, what each of its words means. */
export function columnFields(prepared: PreparedImport): Markup {
  const { survey } = prepared;
  if (survey === null) return html``;
  return html`<ul class="columns">${survey.columns.map((column) => columnPart(shownColumn(column, prepared), prepared))}</ul>`;
}

function shownColumn(column: ColumnSurvey, { plan, questions, choice }: PreparedImport): ShownColumn {
  const isAsked = questions.some((question) => question.column.place === column.place);
  const said = choice.columns.find((one) => one.column === `#${column.place + 1}`)?.role;
  const read = plan === null ? undefined : readColumns(plan).find(({ place }) => place === column.place + 1);
  const planned = (Object.keys(ROLE_WORDS) as ColumnRole[]).find((role) => role === read?.readAs) ?? 'unread';
  return { column, role: said ?? (isAsked ? proposedRole(column) : planned), isAsked };
}

/** A column of the days on which people left says the same of all of them. */
function proposedRole(column: ColumnSurvey): ColumnRole {
  return headerKind(column.label) === 'gone' && hasDatesOnly(column) ? 'unsubscribed' : 'status';
}

function columnPart({ column, role, isAsked }: ShownColumn, prepared: PreparedImport): Markup {
  const { place, label, samples } = column;
  const id = roleField(place);
  const name = label === '' ? `Column ${place + 1}` : label;
  return html`<li${isAsked && html` class="asked"`}><div class="column"><label for="${id}">${foreignText(name)}</label>
<span class="samples">${samples.length === 0 ? 'empty' : samples.map((sample, index) => html`${index > 0 && ' · '}${foreignText(sample.slice(0, LONGEST_SHOWN))}`)}</span>
<select id="${id}" name="${id}">${Object.entries(ROLE_WORDS).map(([value, words]) => html`<option value="${value}"${value === role && html` selected`}>${words}</option>`)}</select></div>
${role === 'status' && wordsPart(column, prepared)}</li>`;
}

const LONGEST_SHOWN = 40;

/** A choice for each word of a column, and for its empty cells. */
function wordsPart(column: ColumnSurvey, prepared: PreparedImport): Markup {
  const { values, filled, label, place } = column;
  const rows = prepared.survey?.rows ?? 0;
  const isFew = values !== null && values.size <= FEW_VALUES;
  const words = isFew ? [...values] : [['*', filled] as const];
  const all = rows > filled ? [...words, ['', rows - filled] as const] : words;
  return html`<fieldset class="words"><legend>What stands in ${foreignText(label)} means</legend>${all.map(
    ([word, count]) => {
      const id = wordField(place, word);
      const means = meaningOf(word, column, prepared);
      const shown =
        word === ''
          ? 'nothing'
          : word === '*' && !isFew
            ? 'anything'
            : foreignText(word.slice(0, LONGEST_SHOWN));
      return html`<div class="word"><label for="${id}">${shown} <span class="number muted">× ${numberWords(count)}</span></label>
<select id="${id}" name="${id}"><option value="">not known: refuse the row</option>${STANDINGS.map((standing) => html`<option value="${standing}"${standing === means && html` selected`}>${standing}</option>`)}</select></div>`;
    },
  )}</fieldset>`;
}

/** What a word means as things stand, or else what it probably means. */
function meaningOf(
  word: string,
  column: ColumnSurvey,
  { plan, choice }: PreparedImport,
): Standing | undefined {
  const reference = `#${column.place + 1}`;
  const said = choice.words.filter((one) => one.column === reference);
  if (said.length > 0) return said.find((one) => one.word === word)?.means;
  const isPlanned = ({ place }: { place: number }) => place === column.place;
  // With nothing in the column that only people who left have, nobody knows whether somebody did.
  if (word === '' && plan?.fileMarks.some(isPlanned) === true) return undefined;
  const planned = [...(plan?.standings ?? []), ...(plan?.fileMarks ?? [])].find(isPlanned);
  if (planned === undefined) return probableMeaning(word, headerKind(column.label) === 'gone');
  const standing = standingOf(saidBy(planned, word === '*' ? (column.samples[0] ?? '') : word));
  return STANDINGS.find((one) => one === standing);
}

function probableMeaning(word: string, isGone: boolean): Standing {
  if (word === '') return isGone ? 'confirmed' : 'pending';
  if (word === '*') return isGone ? 'unsubscribed' : 'confirmed';
  return proposedStanding(word, isGone);
}
