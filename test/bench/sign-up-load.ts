import { connect } from 'node:net';

/**
 * Signs up new addresses for some seconds, over many connections, one request after the other on each. It runs in a
 * process
 * of its own, so as not to take the server's time, and prints the response times in milliseconds.
 */
const [port, connections, seconds] = process.argv.slice(2);
const END_AFTER = Number(seconds) * 1_000;

const latencies: number[] = [];
let asked = 0;

/** Each sign-up has a network of its own, by way of a proxy on this machine. */
function request(): string {
  asked += 1;
  const body = `email=reader${asked}%40verdicts.test&source=bench`;
  const client = `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`;
  return `POST /subscribe HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: ${client}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** Responses are short, so each arrives in one piece. The server closes a connection after a thousand requests. */
function signUpUntil(end: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1').setNoDelay(true);
    let askedAt = 0;
    const next = () => {
      askedAt = performance.now();
      if (askedAt >= end) socket.end();
      else socket.write(request());
    };
    socket
      .on('connect', next)
      .on('error', reject)
      .on('close', () => resolve());
    socket.on('data', (answer) => {
      if (!answer.toString().startsWith('HTTP/1.1 303')) reject(new Error(answer.toString()));
      latencies.push(performance.now() - askedAt);
      if (/^connection: close/im.test(answer.toString())) {
        socket.destroy();
        resolve(signUpUntil(end));
      } else next();
    });
  });
}

process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));
const start = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, () => signUpUntil(start + END_AFTER)));
const took = (performance.now() - start) / 1_000;
latencies.sort((one, other) => one - other);
const share = (part: number) => latencies[Math.floor((latencies.length - 1) * part)] ?? 0;
const answers = {
  signUps: latencies.length,
  perSecond: Math.round(latencies.length / took),
  medianMs: share(0.5),
  slowestPercentMs: share(0.99),
  slowestMs: share(1),
};
process.stdout.write(`${JSON.stringify(answers)}\n`, () => process.exit(0));
