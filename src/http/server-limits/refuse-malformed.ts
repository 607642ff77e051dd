import { type IncomingMessage, type RequestListener, STATUS_CODES } from 'node:http';

/** Browsers send about 20 headers, and a chain of proxies adds as many again. */
export const MAX_HEADERS = 200;

/** The host name of an HTTP/1.0 request without one; reserved by RFC 2606, section 2. */
export const NO_HOST_NAME = 'no-host-name.invalid';

/** These errors bypass `securityHeaders`, so they set their own. */
const HEADERS = {
  'Content-Type': 'application/problem+json',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Connection: 'close',
} as const;

interface Refusal {
  status: 400 | 431;
  detail: string;
}

/** Rejects requests with more than {@link MAX_HEADERS} headers or without a valid host, which no handler can judge. */
export function refuseMalformed(answer: RequestListener): RequestListener {
  return (request, response) => {
    const refusal = refusalOf(request);
    if (refusal === null) return answer(request, response);
    const { status, detail } = refusal;
    response.writeHead(status, HEADERS);
    response.end(JSON.stringify({ type: 'about:blank', status, title: STATUS_CODES[status], detail }));
  };
}

function refusalOf(request: IncomingMessage): Refusal | null {
  if (request.rawHeaders.length / 2 > MAX_HEADERS)
    return { status: 431, detail: `Send at most ${MAX_HEADERS} headers.` };
  const hosts = request.headersDistinct.host ?? [];
  if (hosts.length > 1) return { status: 400, detail: 'Send one Host header.' };
  const [host] = hosts;
  if (host === undefined ? request.httpVersion !== '1.0' : !isHost(host))
    return { status: 400, detail: 'The Host header is not a host name, with or without a port.' };
  return isTarget(request.url ?? '')
    ? null
    : { status: 400, detail: 'The request is not for a URL of ours.' };
}

const HOST_NAME = /^[\w-]{1,63}(\.[\w-]{1,63})*\.?$/;
const IPV6_ADDRESS = /^\[[\da-f:.]+\]$/i;

/** A host name or an IP address, with or without a port (RFC 9110, section 7.2). */
function isHost(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '');
  return (HOST_NAME.test(name) || IPV6_ADDRESS.test(name)) && URL.canParse(`http://${host}/`);
}

/** A path, or an absolute URL as sent to proxies (RFC 9112, section 3.2), without credentials. */
function isTarget(target: string): boolean {
  if (target.startsWith('/')) return true;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return false;
  const { username, password } = new URL(target);
  return username === '' && password === '';
}
