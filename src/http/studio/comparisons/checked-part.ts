import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ComparisonSide } from '../../../comparisons/comparison.ts';
import type { SideField } from '../../../comparisons/corrections/correction-fields.ts';
import type { Rejection } from '../../../comparisons/read-entry.ts';
import { counted } from '../../../shared/counted.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { type Check, checklist } from '../frame/components/checklist.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { fold } from '../frame/components/facts.ts';
import { field } from '../frame/components/field.ts';
import { badge } from '../frame/components/marks.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { Checked, ReadComparison } from './check-comparisons.ts';
import { FIELD_LABELS, longDay } from './comparison-words.ts';
import { shownVerdict, verdictInShort } from './verdict-words.ts';

interface CheckedView {
  checked: Checked;
  addRoute: `/${string}`;
  backRoute: `/${string}`;
  zone: string;
}

const BECOMES = {
  added: ['New', 'good'],
  updated: ['Updates what you have', 'info'],
  unchanged: ['You have it already', 'grey'],
} as const;

/** This many are shown in full; more open on demand. */
const MAX_OPEN = 3;

/** What was read, field by field, and what was not; then the button that keeps it. */
export function checkedPart({ var: { path } }: Context<StudioEnv>, view: CheckedView): Markup {
  const { checked, addRoute, backRoute, zone } = view;
  const { read } = checked;
  const back = button({ words: 'Go back', href: path(backRoute) });
  const copies = JSON.stringify(read.map(({ copy }) => copy));
  return html`<form class="stack" method="post" action="${path(addRoute)}" enctype="multipart/form-data" novalidate>
<section class="card" aria-labelledby="read"><h2 id="read">What we read</h2>${checklist(checksOf(checked))}</section>
${read.map((one, index) => comparisonCard(one, { index, zone, isOpen: read.length <= MAX_OPEN }))}
<input type="hidden" name="read" value="${copies}">
<div class="actions">${read.length > 0 && button({ words: `Add ${counted(read.length, 'comparison')}`, kind: 'primary' })}${back}<span class="muted small">${read.length > 0 ? 'Nothing is added yet.' : 'Nothing was added.'}</span></div>
</form>`;
}

function checksOf({ read, refused, warnings }: Checked): Check[] {
  return [
    ...read.map(
      ({ copy, becomes, notes }): Check => ({
        level: 'done',
        what: html`<b>${isolatedText(`${copy.tools[0].name} vs ${copy.tools[1].name}`)}</b>`,
        note: html`${summary(copy.tools)} ${BECOMES[becomes][0]}.${notes.map((note) => html` ${isolatedText(note)}`)}`,
      }),
    ),
    ...warnings.map(
      (warning): Check => ({ level: 'look', what: placeOf(warning), note: isolatedText(warning.message) }),
    ),
    ...refused.map(
      (rejection): Check => ({
        level: 'must',
        what: placeOf(rejection),
        note: isolatedText(rejection.message),
      }),
    ),
  ];
}

function placeOf({ file, line }: Rejection): Markup {
  return html`${file === '' ? 'Too many at once' : isolatedText(file)}${line !== undefined && `, line ${line}`}`;
}

/** "4 reviewers, Ship 75% (from the reviews) against Skip 25% (from the reviews)." */
function summary([one, other]: readonly [ComparisonSide, ComparisonSide]): string {
  const reviewers = Math.max(one.reviews.length, other.reviews.length);
  const verdict = (side: ComparisonSide) => verdictInShort(side) ?? 'no verdict';
  const panel = reviewers === 0 ? 'No reviews' : counted(reviewers, 'reviewer');
  return `${panel}, ${verdict(one)} against ${verdict(other)}.`;
}

interface Fact {
  name: 'url' | 'publishedAt' | SideField | 'reviews';
  label: string;
}

const FACTS: readonly Fact[] = [
  ...(
    [
      'verdict',
      'panelShare',
      'shipCount',
      'skipCount',
      'pricing',
      'bestFor',
      'category',
      'entry',
      'tagline',
      'description',
      'communityShare',
      'communityVotes',
    ] as const
  ).map((name) => ({ name, label: FIELD_LABELS[name] })),
  { name: 'reviews', label: 'Reviews' },
];

function comparisonCard(
  one: ReadComparison,
  { index, zone, isOpen }: { index: number; zone: string; isOpen: boolean },
): Markup {
  const { copy, becomes, problems } = one;
  const [left, right] = copy.tools;
  const [words, tone] = BECOMES[becomes];
  const asks = becomes === 'added' && (copy.url === null || copy.publishedAt === null);
  return html`<section class="card" aria-labelledby="read-${index}"><div class="row between"><h2 id="read-${index}">${isolatedText(`${left.name} vs ${right.name}`)}</h2>${badge(words, tone)}</div>
<p class="muted small">${copy.publishedAt !== null && `Published ${longDay(Date.parse(copy.publishedAt), zone)}. `}${copy.url !== null && html`Links to <bdi class="link-text">${copy.url}</bdi>`}</p>
${
  asks &&
  html`<div class="pair">${
    copy.url === null &&
    field({
      name: `url-${index}`,
      label: FIELD_LABELS.url,
      type: 'url',
      value: one.url,
      error: problems.url,
      placeholder: 'https://…',
      hint: 'Not said there. Without it, readers can’t open the full comparison.',
    })
  }${
    copy.publishedAt === null &&
    field({
      name: `published-${index}`,
      label: FIELD_LABELS.publishedAt,
      type: problems.published === undefined ? 'date' : 'text',
      value: one.published,
      error: problems.published,
      hint: 'Not said there. Today, if you leave it empty.',
    })
  }</div>`
}
${fold({ id: `fields-${index}`, title: 'Field by field', isOpen, body: factsTable(left, right) })}</section>`;
}

/** What neither tool has is one line, so that a phone shows the rest at a glance. */
function factsTable(left: ComparisonSide, right: ComparisonSide): Markup {
  const isGiven = ({ name }: Fact) => hasFact(left, name) || hasFact(right, name);
  const rows = FACTS.filter(isGiven);
  const missing = FACTS.filter((fact) => !isGiven(fact)).map(({ label }) => label);
  return html`${
    rows.length > 0 &&
    dataTable({
      caption: 'What was read of each tool',
      rows,
      columns: [
        { label: 'Field', isHeader: true, cell: ({ label }) => label },
        { label: left.name, isLong: true, cell: ({ name }) => factOf(left, name) },
        { label: right.name, isLong: true, cell: ({ name }) => factOf(right, name) },
      ],
    })
  }${missing.length > 0 && html`<p class="muted small left-out">Not given for either: ${missing.join(', ')}.</p>`}`;
}

function hasFact(side: ComparisonSide, name: Fact['name']): boolean {
  if (name === 'reviews') return side.reviews.length > 0;
  if (name === 'verdict') return shownVerdict(side) !== null;
  return name !== 'url' && name !== 'publishedAt' && side[name] !== null;
}

function factOf(side: ComparisonSide, name: Fact['name']): Markup {
  if (name === 'url' || name === 'publishedAt' || !hasFact(side, name)) return NOT_GIVEN;
  if (name === 'reviews') {
    const by = side.reviews.map(({ reviewer }) => reviewer ?? 'not named').join(', ');
    return html`${side.reviews.length}: ${isolatedText(by)}`;
  }
  if (name === 'verdict') return html`${shownVerdict(side)}`;
  return isolatedText(String(side[name]));
}

const NOT_GIVEN = html`<span class="muted">Not given</span>`;
