/** Reviewers who are called by what they do, so that "the Builder" is how to speak of one. */
const ROLE =
  /^(?:(?:staff|senior|principal|lead|chief|head|junior) )?(?:builder|s[ck]eptic|futurist|founder|creator|developer|engineer|designer|operator|investor|analyst|researcher|scientist|hacker|maker|manager|marketer|lawyer|economist|ethicist|optimist|pessimist|pragmatist|realist|contrarian|critic|architect|teacher|student|writer|editor|user|buyer|customer|strategist|minimalist|expert|newcomer|veteran)$/i;

/** "the Builder", "Ada Lovelace", "Reviewer 2". */
export function reviewerInSentence(reviewer: string): string {
  return ROLE.test(reviewer) ? `the ${reviewer}` : reviewer;
}
