export const MIB = 1024 * 1024;

/** A form on a subscriber's page. Mailbox providers send 26 bytes. */
export const MAX_FORM_BYTES = 8 * 1024;

/** A form in the studio: the longest texts of an issue, percent-encoded, in their new and their old version. */
export const MAX_STUDIO_FORM_BYTES = MIB;

/** A webhook event; the provider's are about 1 KB. Each of the possible connections can keep one in memory. */
export const MAX_EVENT_BYTES = 64 * 1024;

/** A request to the comparison API: almost three times a hundred of the longest known comparisons. */
export const MAX_COMPARISONS_BYTES = 4 * MIB;

/** A list that a script streams: ten million subscribers. */
export const MAX_STREAM_BYTES = 1024 * MIB;

/** A list uploaded in a form, which is held in memory: some 250,000 subscribers. */
export const MAX_UPLOAD_BYTES = 16 * MIB;
