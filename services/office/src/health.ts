import type { DocumentStore } from '@commissioning/document-store';
import type { EventStore } from '@commissioning/event-store';
import type { Projecting, ProjectionHealth } from '@commissioning/projecting';
import type { ReadStore } from '@commissioning/read-store';
import type { Clock } from '@services/commands';
import type { FeedHealth } from '@services/relay';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { FastifyInstance } from 'fastify';
import type { Services } from './services';

/** What anybody may know of a read model: no position and no count, which would tell how much is recorded. */
const said = ({ projection, state, lag, parked }: ProjectionHealth) => ({
  projection,
  state,
  secondsBehind: lag.seconds ?? null,
  parked,
});

/** The same of what is published to others. */
const saidOfFeed = ({ feed, state, lag, lastFault }: FeedHealth) => ({
  feed,
  state,
  secondsBehind: lag.seconds ?? null,
  fault: lastFault?.failure._tag ?? null,
});

/** How long an engine is waited for before it counts as away, in milliseconds: whoever asks does so every few seconds. */
const patience = 2_000;

/** Asks at most one question at a time, and gives its answer to all who ask meanwhile. */
const reachable = (ask: TaskEither<unknown, unknown>): (() => Promise<boolean>) => {
  let asked: Promise<boolean> | undefined;
  return () => {
    asked ??= ask()
      .then(E.isRight, () => false)
      .finally(() => {
        asked = undefined;
      });
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), patience);
    });
    return Promise.race([asked, silence]).finally(() => clearTimeout(timer));
  };
};

/** What health is told from. */
interface HealthPorts {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly documents: DocumentStore;
  readonly projecting: Projecting;
  readonly services: Services;
  readonly clock: Pick<Clock, 'look'>;
  readonly publishing?: () => ReadonlyArray<FeedHealth>;
}

/**
 * `/health/live`: the process answers. `/health/ready`: log, read models and documents can be reached, every read model has
 * taken in all there is, and the clock is believed; of a process that only carries out commands, all but the read models. An
 * office that cannot publish to others serves on: that is said, and does not count.
 */
export const healthRoutes = (app: FastifyInstance, ports: HealthPorts): void => {
  const { events, reads, documents, projecting, services, clock, publishing } = ports;
  const logThere = reachable(events.head);
  const readsThere = reachable(reads.settings);
  // A hash that nothing has: whether it is there can be asked without there being a document.
  const documentsThere = reachable(documents.has({ sha256: '0'.repeat(64) as never }));
  const onReadModels = [...services].some((service) => service !== 'commands');
  app.get('/health/live', (_request, reply) => reply.send({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const [log, models, held] = await Promise.all([logThere(), readsThere(), documentsThere()]);
    const looked = log ? await clock.look() : E.left('the log does not answer');
    // Anybody may know how it stands, and not when something was recorded last: that could be a bid.
    const standing = E.isRight(looked) ? looked.right.standing : null;
    const projections = onReadModels ? projecting.health() : [];
    // While one is rebuilt, the one before it goes on answering.
    const upToDate = projections.every(
      ({ state, lastFault }) =>
        (state === 'live' || state === 'rebuilding') && (lastFault?.attempts ?? 0) === 0,
    );
    const ready = log && held && (models || !onReadModels) && upToDate && standing !== 'ahead';
    return reply.status(ready ? 200 : 503).send({
      status: ready ? 'ready' : 'not ready',
      services: [...services],
      engines: [
        { port: 'event-store', engine: events.engine, reachable: log },
        { port: 'read-store', engine: reads.engine, reachable: models },
        { port: 'document-store', engine: documents.engine, reachable: held },
      ],
      clock: standing,
      projections: projections.map(said),
      ...(publishing && { publishing: publishing().map(saidOfFeed) }),
    });
  });
};
