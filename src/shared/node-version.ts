/** `engines` in package.json, in words. */
export const NODE_NEEDED = 'Node.js 22 (22.14 or later), 24 or later';

/** The Node-API version that SQLite's driver needs, available since Node.js 22.14 and 23.6. */
const NODE_API = 10;

/** Null if the version is new enough. On an older one, SQLite's driver crashes on opening a database. */
export function nodeVersionProblem({ node, napi }: { node: string; napi?: string }): string | null {
  if (Number(napi ?? 0) >= NODE_API) return null;
  return `This program needs ${NODE_NEEDED}, and this is ${node}: install a newer one from https://nodejs.org, or, in a checkout on Linux, start the program through npm run, which uses the Node.js that npm ci installs.`;
}
