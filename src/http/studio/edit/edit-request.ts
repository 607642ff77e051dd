import type { IssueEdit } from '../../../issues/issue-store.ts';
import type { Form } from '../../bodies/form.ts';
import { type EditField, type EditValues, normalizeText, TEXT_FIELDS, type TextField } from './edit-state.ts';

export interface EditRequest {
  /** Only the fields that were changed. */
  changes: Partial<EditValues>;
  base: EditValues;
  /** Marks of single comparisons, which cannot conflict unnoticed. */
  marks: Pick<IssueEdit, Mark>;
}

/** Marks of single comparisons, each with the one that takes it back. */
export const OPPOSITES = {
  hold: 'release',
  release: 'hold',
  leaveOut: 'putBack',
  putBack: 'leaveOut',
  pin: 'unpin',
  unpin: 'pin',
} as const;
export type Mark = keyof typeof OPPOSITES;

/** A slug has letters of every script. */
const ACTION = /^([A-Za-z]{1,20})((?: \S{1,200})*)$/;

/**
 * Reads the edit form: its texts, and the button that was pressed. `keep` and `theirs` decide a conflict about one
 * field; the others stay undecided.
 */
export function readEditRequest(form: Form): EditRequest {
  const base = baseOf(form);
  const changes: Partial<EditValues> = {};
  for (const field of TEXT_FIELDS) {
    const text = normalizeText(form.one(field) ?? base[field]);
    if (text !== base[field]) changes[field] = text;
  }
  decide(form, { base, changes });
  const [, action = '', named = ''] = ACTION.exec(form.one('do') ?? '') ?? [];
  const slugs = named.split(' ').filter(Boolean);
  const marks = isMark(action) && slugs.length > 0 ? { [action]: slugs } : {};
  return { base, marks, changes: { ...changes, ...fieldsOf(action, slugs, form.all('order')) } };
}

function baseOf(form: Form): EditValues {
  const texts = TEXT_FIELDS.map((field) => [field, normalizeText(form.one(`was-${field}`) ?? '')]);
  return {
    ...(Object.fromEntries(texts) as Record<TextField, string>),
    order: form.one('was-order') ?? '',
    feature: form.one('was-feature') ?? '',
  };
}

/** An editor who has seen the other's text overwrites it knowingly, or drops their own. */
function decide(form: Form, { base, changes }: Pick<EditRequest, 'base' | 'changes'>): void {
  const [kept, dropped] = [decidedField(form.one('keep')), decidedField(form.one('theirs'))];
  if (kept !== null) base[kept] = normalizeText(form.one(`theirs-${kept}`) ?? '');
  if (kept === 'order') changes.order = form.all('order').join(' ');
  if (kept === 'feature') changes.feature = form.one('mine-feature') ?? '';
  if (dropped !== null) delete changes[dropped];
}

function decidedField(given: string | undefined): EditField | null {
  const known: readonly EditField[] = [...TEXT_FIELDS, 'order', 'feature'];
  return known.find((field) => field === given) ?? null;
}

export function isMark(action: string): action is Mark {
  return Object.hasOwn(OPPOSITES, action);
}

/** The order or featured comparison that a button sets. */
function fieldsOf(
  action: string,
  slugs: readonly string[],
  shown: readonly string[],
): Partial<Record<EditField, string>> {
  const [slug = ''] = slugs;
  switch (action) {
    case 'up':
      return { order: moved(shown, slug, -1).join(' ') };
    case 'down':
      return { order: moved(shown, slug, 1).join(' ') };
    case 'order':
      return { order: shown.join(' ') };
    case 'orderAs':
      return { order: slugs.join(' ') };
    case 'feature':
      return { feature: slug };
    case 'unfeature':
      return { feature: '' };
    default:
      return {};
  }
}

function moved(slugs: readonly string[], slug: string, by: -1 | 1): string[] {
  const from = slugs.indexOf(slug);
  const to = from + by;
  if (from === -1 || to < 0 || to >= slugs.length) return [...slugs];
  const rest = slugs.filter((other) => other !== slug);
  return [...rest.slice(0, to), slug, ...rest.slice(to)];
}
