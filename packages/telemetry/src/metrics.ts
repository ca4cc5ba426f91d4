import type { ProjectionHealth, ProjectionState } from '@commissioning/projecting';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Upper bounds in seconds: an embedded append takes a fraction of a millisecond, one that waits for a cluster seconds. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const states: ReadonlyArray<ProjectionState> = ['stopped', 'behind', 'catching-up', 'live', 'rebuilding'];

/**
 * What is measured of a running system, for Prometheus. Counts of commands and events say how much is recorded, sealed
 * bids too: whoever reads them must be one of those who run the system.
 */
export interface Metrics {
  /** How long a call of an engine took, in seconds, and how it ended: `done`, or the tag of its failure. */
  readonly called: (
    port: string,
    engine: string,
    operation: string,
    outcome: string,
    seconds: number,
  ) => void;
  /** Events that were acknowledged as durable. */
  readonly appended: (engine: string, events: number) => void;
  /** A connection had to be made anew, or a subscription. */
  readonly reconnected: (engine: string) => void;
  /** How long a command took, in seconds, and how it ended: `accepted`, `repeated`, or the tag of its failure. */
  readonly commanded: (action: string, outcome: string, seconds: number) => void;
  /** How long a request took, in seconds. The route is the pattern, not what stood in its place. */
  readonly requested: (method: string, route: string, status: number, seconds: number) => void;
  /** Says how projections are whenever somebody asks. */
  readonly projections: (health: () => ReadonlyArray<ProjectionHealth>) => void;
  /** Says how the publishing of feeds is whenever somebody asks. */
  readonly feeds: (health: () => ReadonlyArray<FeedMeasured>) => void;
  /** All of it in the text format of Prometheus, and its media type. */
  readonly text: () => Promise<string>;
  readonly mediaType: string;
}

const projectionGauges = (
  registers: ReadonlyArray<Registry>,
  health: () => ReadonlyArray<ProjectionHealth>,
) => {
  const gauge = (
    name: string,
    help: string,
    valueOf: (each: ProjectionHealth) => number | undefined,
  ): Gauge<'projection'> =>
    new Gauge({
      name: `commissioning_projection_${name}`,
      help,
      labelNames: ['projection'],
      registers: [...registers],
      collect() {
        // What is not known is not there: a projection that has not begun has no lag, least of all none.
        this.reset();
        for (const each of health()) {
          const value = valueOf(each);
          if (value !== undefined) this.set({ projection: each.projection }, value);
        }
      },
    });
  gauge('lag_events', 'Events recorded and not taken in yet', ({ lag }) => lag.events);
  gauge(
    'lag_seconds',
    'Seconds since the last event that was taken in had been recorded; 0 when all have been',
    ({ lag }) => lag.seconds,
  );
  gauge(
    'parked_events',
    'Events set aside, those that only queue behind them included',
    ({ parked }) => parked,
  );
  gauge(
    'fault_attempts',
    'Tries since work was last done; 0 when all is well',
    (each) => each.lastFault?.attempts ?? 0,
  );
  return new Gauge({
    name: 'commissioning_projection_state',
    help: '1 for the state a projection is in, 0 for the others',
    labelNames: ['projection', 'state'],
    registers: [...registers],
    collect() {
      for (const { projection, state } of health())
        for (const each of states) this.set({ projection, state: each }, each === state ? 1 : 0);
    },
  });
};

/** How far the publishing of a feed is behind, and how often it has tried in vain; a lag that is not known is not there. */
interface FeedMeasured {
  readonly feed: string;
  readonly lag: { readonly events: number | undefined; readonly seconds: number | undefined };
  readonly lastFault: { readonly attempts: number } | undefined;
}

const feedGauges = (registers: ReadonlyArray<Registry>, health: () => ReadonlyArray<FeedMeasured>): void => {
  const gauge = (name: string, help: string, valueOf: (each: FeedMeasured) => number | undefined) =>
    new Gauge({
      name: `commissioning_feed_${name}`,
      help,
      labelNames: ['feed'],
      registers: [...registers],
      collect() {
        this.reset();
        for (const each of health()) {
          const value = valueOf(each);
          if (value !== undefined) this.set({ feed: each.feed }, value);
        }
      },
    });
  gauge('lag_events', 'Events that are yet to be published', ({ lag }) => lag.events);
  gauge(
    'lag_seconds',
    'Seconds since the last event that was published had been recorded',
    ({ lag }) => lag.seconds,
  );
  gauge(
    'fault_attempts',
    'Tries since anything was published; 0 when all is well',
    (each) => each.lastFault?.attempts ?? 0,
  );
};

/** Makes the metrics of one system. */
export const makeMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Histogram({
    name: 'commissioning_engine_seconds',
    help: 'How long a call of an engine took; of a reading, each page',
    labelNames: ['port', 'engine', 'operation', 'outcome'],
    buckets,
    registers,
  });
  const appended = new Counter({
    name: 'commissioning_events_appended_total',
    help: 'Events acknowledged as durable',
    labelNames: ['engine'],
    registers,
  });
  const reconnects = new Counter({
    name: 'commissioning_reconnects_total',
    help: 'Connections and subscriptions that had to be made anew',
    labelNames: ['engine'],
    registers,
  });
  const commands = new Histogram({
    name: 'commissioning_command_seconds',
    help: 'How long a command took, from when it was understood to its answer',
    labelNames: ['action', 'outcome'],
    buckets,
    registers,
  });
  const requests = new Histogram({
    name: 'commissioning_http_request_seconds',
    help: 'How long a request took',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  });
  return {
    called: (port, engine, operation, outcome, seconds) =>
      calls.observe({ port, engine, operation, outcome }, seconds),
    appended: (engine, events) => appended.inc({ engine }, events),
    reconnected: (engine) => reconnects.inc({ engine }),
    commanded: (action, outcome, seconds) => commands.observe({ action, outcome }, seconds),
    requested: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    projections: (health) => void projectionGauges(registers, health),
    feeds: (health) => feedGauges(registers, health),
    text: () => registry.metrics(),
    mediaType: registry.contentType,
  };
};
