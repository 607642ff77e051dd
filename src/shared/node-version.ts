/** What `engines` in package.json allows, in words. */
export const NODE_NEEDED = 'Node.js 22 (22.14 or later), 24 or later';

/** Node-API, in which SQLite's driver is written; Node.js has this version of it since 22.14 and 23.6. */
const NODE_API = 10;

/**
 * Says what to do where Node.js is too old: SQLite's driver would crash the process as soon as it opens a database.
 *
 * @param versions As `process.versions` has them.
 * @returns One sentence, or null where the version will do.
 */
export function refuseOldNode({ node, napi }: { node: string; napi?: string }): string | null {
  if (Number(napi ?? 0) >= NODE_API) return null;
  return `This program needs ${NODE_NEEDED}, and this is ${node}: install a newer one from https://nodejs.org, or, in a checkout on Linux, start the program through npm run, which uses the Node.js that npm ci installs.`;
}
