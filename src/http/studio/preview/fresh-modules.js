/**
 * A Node loader hook (`module.register`) that reloads modules imported with `?fresh=2`, and whatever they import from
 * the given folders. Other modules keep their first copy.
 */

/** @type {string[]} */
let folders = [];

export function initialize(data) {
  folders = data;
}

export async function resolve(specifier, context, nextResolve) {
  const result = await nextResolve(specifier, context);
  const asked = specifier.startsWith('file:') ? specifier : (context.parentURL ?? '');
  const [, version] = /[?&]fresh=(\d+)/.exec(asked) ?? [];
  const isOurs = folders.some((folder) => result.url.startsWith(folder));
  if (version === undefined || !isOurs || result.url.includes('fresh=')) return result;
  return { ...result, url: `${result.url}${result.url.includes('?') ? '&' : '?'}fresh=${version}` };
}
