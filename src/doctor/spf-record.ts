/** Who may send according to an SPF record, or its first malformed term. */
export type SpfReading =
  /** `allows` lists the mechanisms that pass, in lower case, and `redirect=`. */
  { allows: readonly string[]; allowsAll: boolean } | { malformed: string };

/** A modifier (RFC 7208, section 4.6.1); receivers ignore unknown ones. */
const MODIFIER = /^([a-z][a-z0-9_.-]*)=(.*)$/;

/** A mechanism with its arguments (sections 5.1 to 5.7). */
const MECHANISM =
  /^([+?~-]?)(all|include:[^/\s]+|(?:a|mx)(?::[^/\s]+)?(?:\/\d+)?(?:\/\/\d+)?|ptr(?::\S+)?|ip4:[\d.]+(?:\/\d+)?|ip6:[\da-f:.]+(?:\/\d+)?|exists:\S+)$/;

/**
 * Parses a record that begins with `v=spf1`. One malformed term invalidates it (RFC 7208, section 4.6); what follows
 * `all` is ignored (section 5.1), and so is a redirect if there is an `all` (section 6.1).
 */
export function parseSpf(record: string): SpfReading {
  const terms = record
    .toLowerCase()
    .split(' ')
    .slice(1)
    .filter((term) => term !== '');
  const malformed = terms.find((term) => !MODIFIER.test(term) && !MECHANISM.test(term));
  if (malformed !== undefined) return { malformed };
  const mechanisms = terms.flatMap((term) => {
    const [, qualifier = '', mechanism] = MODIFIER.test(term) ? [] : (MECHANISM.exec(term) ?? []);
    return mechanism === undefined ? [] : [{ mechanism, passes: qualifier === '' || qualifier === '+' }];
  });
  const all = mechanisms.findIndex(({ mechanism }) => mechanism === 'all');
  const looked = all === -1 ? mechanisms : mechanisms.slice(0, all);
  return {
    allows: [
      ...looked.filter(({ passes }) => passes).map(({ mechanism }) => mechanism),
      ...(all === -1 ? terms.filter((term) => term.startsWith('redirect=')) : []),
    ],
    allowsAll: mechanisms[all]?.passes === true,
  };
}
