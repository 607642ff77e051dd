import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The part of a request that a test checks. */
export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string;
}

export interface DomainsApi {
  baseUrl: string;
  requests: readonly ApiRequest[];
  close(): Promise<void>;
}

/** An HTTP server on loopback in place of Resend's domains API, with the test's own answers. */
export async function startDomainsApi(
  answer: (request: ApiRequest, response: ServerResponse) => void,
): Promise<DomainsApi> {
  const requests: ApiRequest[] = [];
  const server = createServer(({ method = '', url = '', headers }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    const { authorization = '' } = headers;
    const request = { method, path: pathname, query: searchParams, authorization };
    requests.push(request);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A domain as in Resend's documentation; fully verified unless a test says otherwise. */
export function aDomain(changes: Record<string, unknown> = {}) {
  return {
    object: 'domain',
    id: 'd91cd9bd-1176-453e-8fc1-35364d380206',
    name: 'verdicts.test',
    status: 'verified',
    created_at: '2026-04-26 20:21:26.347412+00',
    region: 'us-east-1',
    open_tracking: false,
    click_tracking: false,
    capabilities: { sending: 'enabled', receiving: 'disabled' },
    records: [
      aRecord({ record: 'SPF', name: 'send', type: 'MX', value: 'feedback-smtp.us-east-1.amazonses.com' }),
      aRecord({ record: 'SPF', name: 'send', value: '"v=spf1 include:amazonses.com ~all"' }),
      aRecord({ record: 'DKIM', name: 'resend._domainkey', value: 'p=MIGfMA0GCSqGSIb3DQ' }),
    ],
    ...changes,
  };
}

export function aRecord(changes: Record<string, unknown>) {
  return { record: 'SPF', name: 'send', type: 'TXT', ttl: 'Auto', status: 'verified', value: '', ...changes };
}

/** Answers as Resend does for an account with these domains. */
export function accountWith(domains: readonly ReturnType<typeof aDomain>[]) {
  return ({ path }: ApiRequest, response: ServerResponse) => {
    const id = path.split('/')[2];
    const found = domains.find((domain) => domain.id === id);
    if (id === undefined)
      answerJson(response, 200, {
        object: 'list',
        has_more: false,
        data: domains.map(({ records: _, ...listed }) => listed),
      });
    else if (found === undefined)
      answerJson(response, 404, { statusCode: 404, name: 'not_found', message: 'Domain not found' });
    else answerJson(response, 200, found);
  };
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Answers every request with one error of the API. */
export function failingWith(error: { statusCode: number; name: string; message: string }) {
  return (_: ApiRequest, response: ServerResponse) => answerJson(response, error.statusCode, error);
}
