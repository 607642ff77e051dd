import { Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

// React Email's preview has no option for the address that it listens on, and would take all of them. Whatever names a port,
// another host name or nothing at all is meant here; a path, a file descriptor or a handle is not on the network.
const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(first, ...others) {
  const isOptions = typeof first === 'object' && first !== null;
  if (isOptions && ('path' in first || 'fd' in first || '_handle' in first))
    return listen.call(this, first, ...others);
  if (isOptions) return listen.call(this, { ...first, port: first.port ?? 0, host: LOOPBACK }, ...others);
  if (typeof first === 'string' && !/^\d+$/.test(first)) return listen.call(this, first, ...others);
  const rest = typeof first === 'function' ? [first] : others.filter((other) => typeof other !== 'string');
  const port = typeof first === 'function' ? 0 : Number(first ?? 0);
  return listen.call(this, port, LOOPBACK, ...rest);
};
