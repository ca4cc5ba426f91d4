import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { need } from '../../services/commands/test/support/world';
import { type RunningOffice, startOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(120_000);

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
}

interface Sent {
  readonly resourceSpans: ReadonlyArray<{
    readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<Span> }>;
  }>;
}

/** What a collector of traces would be sent, over OTLP/HTTP in JSON. */
const collectorOn = async (spans: Array<Span>): Promise<Server> => {
  const server = createServer((request, response) => {
    const chunks: Array<Buffer> = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = JSON.parse(Buffer.concat(chunks).toString()) as Sent;
      for (const { scopeSpans } of sent.resourceSpans)
        for (const scope of scopeSpans) spans.push(...scope.spans);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

describe('a running office', () => {
  const folder = temporaryFolder();
  const spans: Array<Span> = [];
  let collector: Server;
  let office: RunningOffice;

  beforeAll(async () => {
    collector = await collectorOn(spans);
    const { port } = collector.address() as AddressInfo;
    office = await startOffice(folder.path, {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    });
  });

  afterAll(async () => {
    await office.stop('SIGKILL');
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
    folder.remove();
  });

  const tokenOf = (role: string): string =>
    new RegExp(`${role}\\s+\\S+token=(\\S+)`).exec(office.printed())?.[1] ?? '';
  const as = (role: string, more: Record<string, string> = {}) => ({
    authorization: `Bearer ${tokenOf(role)}`,
    ...more,
  });
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const caller = 'b7ad6b7169203331';

  test('follows a command from the request through the append into the read models, in one trace', async () => {
    const answer = await fetch(`${office.url}/v1/commissions`, {
      method: 'POST',
      headers: as('commissioning-officer', {
        'content-type': 'application/json',
        'idempotency-key': 'telemetry-0001',
        traceparent: `00-${trace}-${caller}-01`,
      }),
      body: JSON.stringify(need),
    });
    const { position, reference } = (await answer.json()) as { position: string; reference: string };
    expect(answer.status).toBe(201);
    const read = await fetch(`${office.url}/v1/commissions/${reference}?after=${position}`, {
      headers: as('auditor'),
    });
    expect(read.status).toBe(200);
    await office.stop();

    const own = spans.filter(({ traceId }) => traceId === trace);
    const named = (name: string): Span => {
      const found = own.find((span) => span.name === name);
      if (found === undefined)
        throw new Error(`No span ${name} among ${own.map((span) => span.name).join()}`);
      return found;
    };
    const request = named('POST /v1/commissions');
    const command = named('command identify-need');
    expect(request.parentSpanId).toBe(caller);
    expect(command.parentSpanId).toBe(request.spanId);
    expect(named('append').parentSpanId).toBe(command.spanId);
    expect(named('project commission-file').parentSpanId).toBe(request.spanId);
    expect(own.filter(({ name }) => name.startsWith('project ')).length).toBeGreaterThan(1);
  });
});

describe('what an office measures', () => {
  const folder = temporaryFolder();
  let office: RunningOffice;

  beforeAll(async () => {
    // Nobody listens there: a collector that is away must not be in anybody's way.
    office = await startOffice(folder.path, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  });
  afterAll(async () => {
    await office.stop();
    folder.remove();
  });

  const tokenOf = (role: string): string =>
    new RegExp(`${role}\\s+\\S+token=(\\S+)`).exec(office.printed())?.[1] ?? '';
  const metricsAs = (role?: string) =>
    fetch(`${office.url}/metrics`, role ? { headers: { authorization: `Bearer ${tokenOf(role)}` } } : {});

  test('is for an administrator, for it counts what is sealed', async () => {
    expect((await metricsAs()).status).toBe(401);
    expect((await metricsAs('auditor')).status).toBe(403);
    expect((await metricsAs('administrator')).status).toBe(200);
  });

  test('says how engines, commands, requests and read models do', async () => {
    await fetch(`${office.url}/v1/register`);
    const text = await (await metricsAs('administrator')).text();
    const value = (line: RegExp): number => Number(line.exec(text)?.[1]);
    expect(
      value(/^commissioning_engine_seconds_count\{.*operation="append".*outcome="done".*\} (\d+)$/m),
    ).toBeGreaterThan(100);
    expect(value(/^commissioning_events_appended_total\{engine="sqlite"\} (\d+)$/m)).toBeGreaterThan(100);
    expect(
      value(/^commissioning_command_seconds_count\{action="score-bid",outcome="accepted"\} (\d+)$/m),
    ).toBeGreaterThan(5);
    expect(
      value(
        /^commissioning_http_request_seconds_count\{method="GET",route="\/v1\/register",status="200"\} (\d+)$/m,
      ),
    ).toBe(1);
    expect(value(/^commissioning_projection_lag_events\{projection="funds"\} (\d+)$/m)).toBe(0);
    expect(value(/^commissioning_projection_parked_events\{projection="funds"\} (\d+)$/m)).toBe(0);
    expect(value(/^commissioning_projection_state\{projection="funds",state="live"\} (\d+)$/m)).toBe(1);
    expect(value(/^process_resident_memory_bytes (\d+)$/m)).toBeGreaterThan(1e6);
  });

  test('names no commission, no provider and no person', async () => {
    await fetch(`${office.url}/v1/register/BEDS-2026-0001`);
    const text = await (await metricsAs('administrator')).text();
    expect(text).not.toMatch(/BEDS-/);
  });

  test('and whether it is ready, by its engines and its read models', async () => {
    const ready = await fetch(`${office.url}/health/ready`);
    expect(await ready.json()).toMatchObject({
      status: 'ready',
      engines: [
        { port: 'event-store', engine: 'sqlite', reachable: true },
        { port: 'read-store', engine: 'sqlite', reachable: true },
        { port: 'document-store', engine: 'folder', reachable: true },
      ],
    });
  });
});
