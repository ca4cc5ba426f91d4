import { eventStoreContract } from '@commissioning/event-store/contract';
import { openMemoryEventStore } from '@commissioning/event-store/memory';
import { readStoreContract } from '@commissioning/read-store/contract';
import { openMemoryReadStore } from '@commissioning/read-store/memory';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import * as E from 'fp-ts/Either';
import {
  inSpan,
  inSpanOf,
  makeMetrics,
  observedEventStore,
  observedReadStore,
  traceNow,
  watchingFeeds,
  watchingProjections,
} from '../src';

// An engine that is watched holds all that it holds unwatched.
eventStoreContract({
  name: 'memory, watched',
  open: async () => observedEventStore(openMemoryEventStore(), makeMetrics()),
});
readStoreContract({
  name: 'memory, watched',
  open: async () => observedReadStore(openMemoryReadStore(), makeMetrics()),
});

const traceId = '0af7651916cd43dd8448eb211c80319c';
const caller = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${caller}-01`;

describe('while nobody collects traces', () => {
  test('there is no span under way, and what is run runs', async () => {
    const begun = inSpanOf(traceparent, 'request', {});
    expect(begun.within(() => traceNow())).toBeUndefined();
    expect(await inSpan('work', {}, async () => 7)).toBe(7);
    await expect(inSpan('work', {}, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    begun.end();
  });
});

describe('while traces are collected', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  beforeAll(() => provider.register());
  beforeEach(() => exporter.reset());
  afterAll(async () => {
    await provider.shutdown();
    trace.disable();
  });

  const ended = () => exporter.getFinishedSpans();

  test('a span goes on from the caller, and what is run within it goes on from the span', async () => {
    const begun = inSpanOf(traceparent, 'request', { 'http.route': '/v1' });
    const told = await begun.within(() => inSpan('work', {}, async () => traceNow()));
    begun.end({ 'http.response.status_code': 201 });
    const [work, request] = ended();
    expect(request).toMatchObject({
      name: 'request',
      parentSpanContext: { traceId, spanId: caller },
      attributes: { 'http.route': '/v1', 'http.response.status_code': 201 },
    });
    expect(work?.parentSpanContext?.spanId).toBe(request?.spanContext().spanId);
    expect(told).toBe(`00-${traceId}-${work?.spanContext().spanId}-01`);
  });

  test.each([
    undefined,
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${caller}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `01-${traceId}-${caller}-01-more`,
  ])('a caller who says %j begins a trace of its own', (given) => {
    inSpanOf(given, 'request', {}).end();
    expect(ended()[0]?.spanContext().traceId).not.toBe(traceId);
    expect(ended()[0]?.parentSpanContext).toBeUndefined();
  });

  test('what comes to nothing is an error of its span: a failure by its tag, a fault by its words', async () => {
    await inSpan('refused', {}, async () => E.left({ _tag: 'Conflict' }));
    await inSpan('broken', {}, () => Promise.reject(new Error('disk full'))).catch(() => undefined);
    await inSpan('well', {}, async () => E.right(1));
    inSpanOf(undefined, 'late', {}).end({}, '504');
    expect(ended().map(({ status }) => status.message)).toEqual([
      'Conflict',
      'Error: disk full',
      undefined,
      '504',
    ]);
  });

  test('an event is followed into a read model until what came of it is written', () => {
    const now = Date.UTC(2026, 10, 30, 12);
    const watch = watchingProjections(() => now);
    const event = (recordedAt: number, more: object) =>
      ({
        type: 'NeedIdentified',
        stream: 'commission-BEDS-2026-0007',
        metadata: { recordedAt: new Date(recordedAt).toISOString(), ...more },
      }) as never;
    expect(watch('funds', event(now, {}))).toBeUndefined();
    // A rebuild is no part of the traces that history began.
    expect(watch('funds', event(now - 61_000, { traceparent }))).toBeUndefined();
    const end = watch('funds', event(now - 1_000, { traceparent }));
    expect(ended()).toEqual([]);
    end?.();
    expect(ended()[0]).toMatchObject({
      name: 'project funds',
      parentSpanContext: { spanId: caller },
      attributes: { 'commissioning.event': 'NeedIdentified' },
    });
  });
});

describe('an event for others', () => {
  test('is followed to the bus while it is recent and of a trace', () => {
    const now = Date.UTC(2026, 10, 30, 12);
    const watch = watchingFeeds(() => now);
    const event = { type: 'NeedIdentified', time: new Date(now - 1_000).toISOString() };
    expect(watch('internal', event)).toBeUndefined();
    expect(watch('internal', { ...event, traceparent, time: new Date(0).toISOString() })).toBeUndefined();
    expect(watch('internal', { ...event, traceparent })).toBeInstanceOf(Function);
  });
});

describe('metrics', () => {
  test('have how far feeds are behind, where that is known', async () => {
    const metrics = makeMetrics();
    metrics.feeds(() => [
      { feed: 'public', lag: { events: 3, seconds: undefined }, lastFault: { attempts: 2 } },
    ]);
    const text = await metrics.text();
    expect(text).toContain('commissioning_feed_lag_events{feed="public"} 3');
    expect(text).toContain('commissioning_feed_fault_attempts{feed="public"} 2');
    expect(text).not.toMatch(/^commissioning_feed_lag_seconds\{/m);
  });

  test('have how long an engine took by how it ended', async () => {
    const metrics = makeMetrics();
    const events = observedEventStore(openMemoryEventStore(), metrics);
    await expect(events.append('commission-BEDS-2026-0001', -1, [])()).rejects.toThrow('holds no event');
    await events.close();
    expect(E.isLeft(await events.head())).toBe(true);
    const text = await metrics.text();
    expect(text).toMatch(/engine_seconds_count\{.*operation="head",outcome="StoreUnavailable"\} 1/);
    expect(text).toMatch(/engine_seconds_count\{.*operation="append",outcome="rejected"\} 1/);
  });

  test('say nothing of a lag that is not known, and every state of a read model', async () => {
    const metrics = makeMetrics();
    metrics.projections(() => [
      {
        projection: 'funds',
        state: 'behind',
        serving: undefined,
        position: undefined,
        lag: { events: undefined, seconds: undefined },
        parked: 2,
        lastFault: undefined,
      },
    ]);
    const text = await metrics.text();
    expect(text).not.toMatch(/^commissioning_projection_lag_events\{/m);
    expect(text).toContain('commissioning_projection_parked_events{projection="funds"} 2');
    expect(text).toContain('commissioning_projection_state{projection="funds",state="behind"} 1');
    expect(text).toContain('commissioning_projection_state{projection="funds",state="live"} 0');
  });
});
