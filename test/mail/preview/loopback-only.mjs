import { Server } from 'node:net';

// React Email's preview has no option for the address that it listens on, and would take all of them.
const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(port, ...others) {
  if (Number.isInteger(Number(port)) && typeof others[0] !== 'string')
    return listen.call(this, Number(port), '127.0.0.1', ...others);
  return listen.call(this, port, ...others);
};
