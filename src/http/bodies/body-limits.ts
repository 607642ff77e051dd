export const MIB = 1024 * 1024;

/** The largest form of a page for one subscriber, in bytes; mailbox providers send 26. */
export const MAX_FORM_BYTES = 8 * 1024;

/** The largest form of the studio, in bytes: an intro of the most characters, each of them escaped, as it is and as it was. */
export const MAX_STUDIO_FORM_BYTES = 640 * 1024;

/**
 * The largest event that is read, in bytes; the provider's have about one thousand. Anybody can make as many requests
 * wait for their bodies as there may be connections, so it is what they can make this process hold.
 */
export const MAX_EVENT_BYTES = 64 * 1024;

/** The largest body that is read, in bytes: almost three times a hundred of the longest comparisons that are known. */
export const MAX_COMPARISONS_BYTES = 4 * MIB;

/** The largest list that a script sends as it is: ten million subscribers. */
export const MAX_STREAM_BYTES = 1024 * MIB;

/** The largest list in a form, which is read as a whole: some 250,000 subscribers. */
export const MAX_UPLOAD_BYTES = 16 * MIB;
