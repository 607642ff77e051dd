import { connect } from 'node:net';
import { providerIdOf } from '../support/sending/hand-over.ts';
import { signedHeaders } from '../support/sending/provider-events.ts';

/**
 * Sends a server several events for each of many deliveries, as a provider does, over many connections, one request
 * after
 * the other on each. It runs in a process of its own, so as not to take the server's time.
 */
const [port, deliveries, freezeId] = process.argv.slice(2);
const CONNECTIONS = 64;
const TYPES = ['email.sent', 'email.delivery_delayed', 'email.delivered'];

const requests = Array.from({ length: Number(deliveries) }, (_, index) => index + 1).flatMap((deliveryId) =>
  TYPES.map((type) => requestFor(type, deliveryId)),
);

function requestFor(type: string, deliveryId: number): Buffer {
  const id = `msg_${type}_${deliveryId}`;
  const created_at = new Date(Date.now() - 1_000).toISOString();
  const data = {
    created_at,
    email_id: providerIdOf(deliveryId),
    from: 'Weekly AI Tool Verdicts <digest@verdicts.test>',
    to: [`reader${deliveryId}@verdicts.test`],
    subject: 'Kiln ships, Loom splits the panel, and 6 more verdicts of the week',
    message_id: `<${deliveryId}@eu-west-1.amazonses.com>`,
    headers: [{ name: 'List-Unsubscribe', value: `<https://verdicts.test/unsubscribe/${'t'.repeat(32)}>` }],
    tags: { issue: freezeId, delivery: String(deliveryId) },
  };
  const body = JSON.stringify({ type, created_at, data });
  const headers = Object.entries({ ...signedHeaders({ id, body }), 'content-length': body.length });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST /webhooks/resend HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines}\r\n${body}`);
}

/** Responses are short, so each arrives in one piece. The server closes a connection after a thousand requests. */
function tellTheRest(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1');
    const next = () => {
      const request = requests.pop();
      if (request === undefined) socket.end();
      else socket.write(request);
    };
    socket
      .setNoDelay(true)
      .on('connect', next)
      .on('error', reject)
      .on('close', () => resolve());
    socket.on('data', (answer) => {
      if (!answer.toString().startsWith('HTTP/1.1 200')) reject(new Error(answer.toString()));
      if (/^connection: close/im.test(answer.toString())) {
        socket.destroy();
        resolve(tellTheRest());
      } else next();
    });
  });
}

process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
await Promise.all(Array.from({ length: CONNECTIONS }, tellTheRest));
process.exit(0);
