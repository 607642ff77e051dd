import { HtmlValidate } from 'html-validate';

/** Rules for web pages that do not apply to email, or that React Email's own markup breaks without harm. */
const NOT_FOR_MAIL = {
  // Word and old webmail need the transitional doctype, attributes for widths and inline styles.
  'doctype-html': 'off',
  'doctype-style': 'off',
  'no-deprecated-attr': 'off',
  'no-inline-style': 'off',
  // Outlook's ghost table is in one.
  'no-conditional-comment': 'off',
  // React writes attributes and elements in its own way: cellPadding, <br/>.
  'attr-case': 'off',
  'void-style': 'off',
  // The title is the subject, which may have more than 70 characters.
  'long-title': 'off',
  // A line ends with a space if its name does.
  'no-trailing-whitespace': 'off',
} as const;

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: NOT_FOR_MAIL,
});

/** The problems of an email's HTML, one line for each place. */
export function htmlProblems(html: string): string[] {
  const { results } = validator.validateStringSync(html);
  return results
    .flatMap(({ messages }) => messages)
    .map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${selector})`);
}
