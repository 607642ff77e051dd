import type { Comparison } from '../comparison.ts';

/** A value that can be corrected; null is unknown. */
export type FieldValue = string | number | null;

/** The fields of a tool that can be corrected by hand, in words. Its reviews cannot. */
export const SIDE_FIELDS = {
  name: 'name',
  verdict: 'verdict',
  panelShare: 'panel share',
  shipCount: 'ship count',
  skipCount: 'skip count',
  pricing: 'pricing',
  bestFor: 'best for',
  category: 'category',
  entry: 'entry',
  tagline: 'tagline',
  description: 'description',
  communityShare: 'community share',
  communityVotes: 'community votes',
} as const;
export type SideField = keyof typeof SIDE_FIELDS;

/** As the import's `path` names a field. */
export type FieldPath = 'url' | 'publishedAt' | `tools[${0 | 1}].${SideField}`;

export const sidePath = (side: 0 | 1, field: SideField): FieldPath => `tools[${side}].${field}`;

/** Every field that can be corrected, in the order in which they are shown. */
export const FIELD_PATHS: readonly FieldPath[] = [
  'url',
  'publishedAt',
  ...([0, 1] as const).flatMap((side) =>
    (Object.keys(SIDE_FIELDS) as SideField[]).map((field) => sidePath(side, field)),
  ),
];

export const isFieldPath = (text: string): text is FieldPath =>
  (FIELD_PATHS as readonly string[]).includes(text);

/** The tool's side and the field's name; null for the fields of the whole comparison. */
export function sideOf(path: FieldPath): { side: 0 | 1; field: SideField } | null {
  const [, side, field] = /^tools\[([01])\]\.(\w+)$/.exec(path) ?? [];
  return field === undefined ? null : { side: side === '0' ? 0 : 1, field: field as SideField };
}

export function valueAt(comparison: Comparison, path: FieldPath): FieldValue {
  const place = sideOf(path);
  return place === null
    ? comparison[path as 'url' | 'publishedAt']
    : comparison.tools[place.side][place.field];
}

/** The comparison with other values in some of its fields. They are not checked. */
export function withValues<T extends Comparison>(
  comparison: T,
  values: Iterable<readonly [FieldPath, unknown]>,
): T {
  const [one, other] = comparison.tools;
  const changed: T = { ...comparison, tools: [{ ...one }, { ...other }] };
  for (const [path, value] of values) {
    const place = sideOf(path);
    if (place === null) Object.assign(changed, { [path]: value });
    else Object.assign(changed.tools[place.side], { [place.field]: value });
  }
  return changed;
}

/** "the URL", "the date of publication" or "Loom: pricing". */
export function fieldWords(path: FieldPath, { tools }: Pick<Comparison, 'tools'>): string {
  const place = sideOf(path);
  if (place === null) return path === 'url' ? 'the URL' : 'the date of publication';
  return `${tools[place.side].name}: ${SIDE_FIELDS[place.field]}`;
}
