/** Gmail clips a message at about 102 KB; the difference leaves room for each recipient's own links. */
export const MAX_HTML_BYTES = 90 * 1024;
