export const COMPARISONS_ROUTE = '/studio/comparisons';

/** A slug is no single hyphen. */
export const ADD_ROUTE = `${COMPARISONS_ROUTE}/-/add` as const;

/** A comparison's page; with an anchor for each field, such as `#pricing`. */
export function comparisonRoute(slug: string, anchor?: string): `/${string}` {
  const hash = anchor === undefined ? '' : (`#${anchor}` as const);
  return `${COMPARISONS_ROUTE}/${encodeURIComponent(slug)}${hash}`;
}
