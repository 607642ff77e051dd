import { HtmlValidate } from 'html-validate';

/** Rules of the web that do not hold for mail, or that React Email's own markup breaks without harm. */
const NOT_FOR_MAIL = {
  // Word and old webmail want the transitional doctype, attributes for widths and styles inline.
  'doctype-html': 'off',
  'doctype-style': 'off',
  'no-deprecated-attr': 'off',
  'no-inline-style': 'off',
  // Outlook's ghost table stands in one.
  'no-conditional-comment': 'off',
  // React writes attributes and elements in its own way: cellPadding, <br/>.
  'attr-case': 'off',
  'void-style': 'off',
  // The subject is the title, and may have 70 characters and more.
  'long-title': 'off',
  // Where a name ends in a space, so does its line.
  'no-trailing-whitespace': 'off',
} as const;

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: NOT_FOR_MAIL,
});

/** What is wrong with a mail's HTML, a line for each place. */
export function htmlProblems(html: string): string[] {
  const { results } = validator.validateStringSync(html);
  return results
    .flatMap(({ messages }) => messages)
    .map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`);
}
