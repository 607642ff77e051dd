import type { Comparison, Review } from '../../../src/comparisons/comparison.ts';

/** How a page is saved; by default, as the site shows it. */
export interface PageStyle {
  blanks?: 'as shown' | 'none' | 'everywhere';
  lineEnd?: '\n' | '\r\n';
  footer?: boolean;
  /** The placeholder for a missing value; empty for nothing at all. */
  missing?: '—' | 'N/A' | '';
  /** The placeholder for a reviewer who did not judge a tool; empty for nothing at all. */
  absent?: string;
  percentSign?: '%' | '';
  initials?: readonly [string, string];
  quotes?: readonly [string, string];
}

type Style = Required<PageStyle>;
type Side = Comparison['tools'][number];

const AS_SHOWN: Style = {
  blanks: 'as shown',
  lineEnd: '\n',
  footer: true,
  missing: '—',
  absent: '',
  percentSign: '%',
  initials: ['Q', 'B'],
  quotes: ['“', '”'],
};

/** A saved page of the plain form. */
export function plainPage(comparison: Comparison, style: PageStyle = {}): string {
  const full = { ...AS_SHOWN, blanks: 'none' as const, ...style };
  const [one, other] = comparison.tools;
  const [open, close] = full.quotes;
  const inTurn = Array.from({ length: Math.max(one.reviews.length, other.reviews.length) }, (_, index) => [
    one.reviews[index],
    other.reviews[index],
  ]);
  const byReviewer = reviewers(comparison).map((name) =>
    comparison.tools.map(({ reviews }) => reviews.find(({ reviewer }) => reviewer === name)),
  );
  const texts = (full.absent === '' ? inTurn : byReviewer).flat().map((review) => review?.text);
  const lines = [
    ...['AI tool comparison', `${one.name} vs ${other.name}`, 'An invented line that introduces the page.'],
    ...comparison.tools.flatMap((side) => card(side, full).filter((line) => line !== verdictLine(side))),
    'Reviewer scorecard',
    ...texts.flatMap((text) => (text === undefined ? [full.absent] : paragraphsOf(`${open}${text}${close}`))),
    ...footer(full),
  ];
  return saved(lines, full);
}

/** A saved page of the labelled form. */
export function labelledPage(comparison: Comparison, style: PageStyle = {}): string {
  const full = { ...AS_SHOWN, missing: '' as const, ...style };
  const [one, other] = comparison.tools;
  const top = [`Compare/${one.name} vs ${other.name}`, 'AI tool comparison', `${one.name} vs ${other.name}`];
  const cards = comparison.tools.map((side, tool) => [full.initials[tool] ?? '', ...card(side, full)]);
  const lines = [
    ...[...top, 'An invented line that introduces the page.', ...cards.flat()].flatMap((line) => [line, '']),
    ...table(comparison, full).flat(),
    ...['', 'Reviewer scorecard', ''],
    ...reviewers(comparison).flatMap((name) => reviewBlocks(comparison, name, full)),
    ...footer(full).flatMap((line) => [line, '']),
  ];
  return saved(lines, full);
}

/** The rows of the decision table, its header first. */
export function table({ tools }: Comparison, style: PageStyle = {}): string[][] {
  const missing = style.missing === undefined || style.missing === '' ? '—' : style.missing;
  const row = (label: string, value: (side: Side) => string | null) => [
    label,
    ...tools.map((side) => value(side) ?? missing),
  ];
  return [
    row('Decision', ({ name }) => name),
    row('Panel verdict', (side) => panelVerdict(side)),
    row('Community', (side) => community(side) ?? 'No community votes yet'),
    row('Pricing', ({ pricing }) => pricing),
    row('Best for', ({ bestFor }) => bestFor),
    row('Category', ({ category }) => category),
  ];
}

/** The reviewers of both tools, in each tool's order. */
export function reviewers({ tools: [one, other] }: Comparison): string[] {
  const nameOf = ({ reviewer }: Review) => reviewer ?? 'Panelist';
  const names = new Set(one.reviews.map(nameOf));
  const order = [...names];
  for (const [index, review] of other.reviews.entries()) {
    if (names.has(nameOf(review))) continue;
    const next = other.reviews.slice(index).find((later) => names.has(nameOf(later)));
    order.splice(next === undefined ? order.length : order.indexOf(nameOf(next)), 0, nameOf(review));
  }
  return [...new Set(order)];
}

export function scoreLine({ score, verdict }: Review): string {
  return score === null && verdict === null
    ? 'N/A'
    : `${score ?? '—'}/100${verdict === null ? '' : ` · ${verdict}`}`;
}

export function paragraphsOf(text: string | null): string[] {
  return text === null ? [] : text.split('\n\n');
}

export function community({ communityShare: share, communityVotes: votes }: Side): string | null {
  const parts = [
    share === null ? null : `${share}%`,
    votes === null || votes === 0 ? null : `${votes} votes`,
  ];
  return parts.filter((part) => part !== null).join(' · ') || null;
}

function reviewBlocks({ tools }: Comparison, name: string, { absent }: Style): string[] {
  const blocks = tools.flatMap(({ reviews }) => {
    const own = reviews.filter(({ reviewer }) => (reviewer ?? 'Panelist') === name);
    if (own.length === 0 && absent !== '') return [absent, ''];
    return own.flatMap((review) => [
      scoreLine(review),
      ...paragraphsOf(review.text).flatMap((line) => ['', line]),
      '',
    ]);
  });
  return [name, ...blocks];
}

function card(side: Side, { missing, percentSign }: Style): string[] {
  const lines = [
    ...[side.category ?? missing, side.name, side.tagline ?? missing, verdictLine(side) ?? ''],
    ...[side.panelShare === null ? missing : `${side.panelShare}${percentSign}`, 'Panel ship'],
    ...[
      community(side) ?? missing,
      'Community',
      side.entry ?? missing,
      'Entry',
      ...paragraphsOf(side.description),
    ],
  ];
  return lines.filter((line) => line !== '');
}

function verdictLine({ verdict }: Side): string | undefined {
  return { ship: 'Ship', skip: 'Skip', split: 'Split', none: undefined }[verdict ?? 'none'];
}

function panelVerdict(side: Side): string | null {
  const counts = side.shipCount === null ? null : `${side.shipCount} ship / ${side.skipCount ?? 0} skip`;
  return [verdictLine(side) ?? null, counts].filter((part) => part !== null).join(' · ') || null;
}

function footer({ footer }: Style): string[] {
  const lines = [
    'Weekly AI Tool Verdicts',
    'Get the next comparison in your inbox',
    'An invented promise.',
    'Bookmarks',
  ];
  return footer ? lines : [];
}

function saved(lines: readonly string[], { blanks, lineEnd }: Style): string {
  const said = lines.filter((line) => line !== '');
  if (blanks === 'none') return said.join(lineEnd);
  return blanks === 'everywhere' ? said.join(lineEnd + lineEnd) : lines.join(lineEnd).trimEnd();
}
