import type { ThirdParty } from './bundled-packages.ts';

/**
 * SPDX identifiers of licences that require nothing but including their text, and of two more: fonts under OFL-1.1 may
 * be shipped with a program, and those who get code under MPL-2.0 must be told where its source is.
 */
const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT AND OFL-1.1',
  'MIT-0',
  'MPL-2.0',
  'Unlicense',
  'blessing',
]);

/** @throws Error that names every package without an allowed licence. */
export function refuseOtherLicences(packages: readonly ThirdParty[]): void {
  const refused = packages.filter(({ licence }) => licence === null || !ALLOWED_LICENCES.has(licence));
  if (refused.length === 0) return;
  const names = refused.map(
    ({ name, version, licence }) => `${name} ${version} (${licence ?? 'none stated'})`,
  );
  throw new Error(
    `The build was stopped by licences that are not allowed: ${names.join(', ')}. Use another package, or read the licence and add it to ALLOWED_LICENCES in src/build/licence-list.ts.`,
  );
}

const SEPARATOR = '-'.repeat(80);

export function licenceList(packages: readonly ThirdParty[]): string {
  const sections = packages.map((one) => {
    const { name, version, licence, author, texts } = one;
    const text = texts.length > 0 ? texts.join('\n\n') : missingText(one);
    const by = author === null ? '' : `\n${author.replace(/\s*<[^>]*>/, '')}`;
    const source = licence === 'MPL-2.0' ? `\n\nIts source: ${one.source ?? missingSource(one)}` : '';
    return `${SEPARATOR}\n${name} ${version}: ${licence}${by}\n\n${text}${source}\n`;
  });
  return `This program contains code of the packages below, each under its own licence.\n\n${sections.join('\n')}`;
}

function missingSource({ name }: ThirdParty): never {
  throw new Error(
    `${name} is under MPL-2.0 and does not say where its source is: name the place in src/build/licence-list.ts.`,
  );
}

function missingText({ licence }: ThirdParty): string {
  return `The package comes without the text of its licence: https://spdx.org/licenses/${licence}.html`;
}
