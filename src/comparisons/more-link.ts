/** The "Read more" link after a text shown in part, unless it may end a sentence ("I want to see more."). */
const MORE = '(?:[Mm]ore|[Aa]ll|[Ll]ess|(?:the )?(?:full|whole|rest)(?: (?:review|text|story|of it))?)';
const MORE_LINK = new RegExp(
  `(?:(?<=^|[.!?…。)\\]([>»›→|·–—-]\\s{0,3})(?:(?:[Rr]ead|[Ss]how|[Ss]ee|[Vv]iew|[Ll]oad) ${MORE}|(?:continue|keep) reading)|` +
    `(?<=\\s)(?:(?:Read|Show|See|View|Load) ${MORE}|(?:Continue|Keep) [Rr]eading))[\\s.…:>»›→)\\]]*$`,
  'u',
);

/** Longer than any link with its surroundings. */
const MAX_LINK_LENGTH = 200;

export function withoutMoreLink(text: string): string {
  const before = text.slice(0, -MAX_LINK_LENGTH);
  const end = text.slice(-MAX_LINK_LENGTH);
  return MORE_LINK.test(end) ? before + end.replace(MORE_LINK, '').replace(/[\s([>»›→|·]+$/, '') : text;
}
