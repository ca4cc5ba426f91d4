import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { appendHandler } from './appending';
import { batchAppendHandler } from './batch-appending';
import type { Context } from './context';
import { diskIn } from './disk';
import { type Faults, noFaults } from './faults';
import { featuresHandler } from './features';
import { type Log, openLog } from './log';
import { failure } from './messages';
import { readHandler } from './reading';

export interface DoubleOptions {
  /** Where the log is kept; in memory alone when absent. */
  readonly folder?: string;
  /** The loopback port to listen on; any free one when absent. */
  readonly port?: number;
  /** The events of one append share a commit position, as in transactions of early versions. */
  readonly sharedCommits?: boolean;
  /** Considered events after which a filtered subscription sends a checkpoint; what its client asks for when absent. */
  readonly checkpointInterval?: number;
}

/** A double of an EventStoreDB server that runs, with what tests may look at and order of it. */
export interface EventStoreDbDouble extends Pick<Context, 'calls' | 'subscriptions' | 'cutConnections'> {
  /** The connection string of the double. */
  readonly url: string;
  readonly port: number;
  readonly log: Log;
  readonly faults: Faults;
  /** How many reads and subscriptions have not ended. */
  readonly openReads: () => number;
  /** How many connections are open. */
  readonly connections: () => number;
  /** Cuts every connection and stops listening; what is on the disk stays. */
  readonly stop: () => Promise<void>;
}

const unsupported = (_call: unknown, callback: (error: Error) => void): void => {
  callback(failure(12, 'The double does not delete'));
};

/**
 * Starts a double of EventStoreDB on a loopback port: its gRPC protocol for appends, reads and catch-up subscriptions,
 * over a small log of its own. A test tool: that something works against it proves nothing of the real server. It does
 * not know deletion, persistent subscriptions, projections, users, gossip or TLS, and stores stream metadata without
 * acting on it.
 */
export const startDouble = async (options: DoubleOptions = {}): Promise<EventStoreDbDouble> => {
  const disk = options.folder === undefined ? undefined : diskIn(options.folder);
  const log = openLog({ disk, sharedCommits: options.sharedCommits });
  const faults = noFaults();
  const sockets = new Set<Socket>();
  const cutConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const context: Context = {
    log,
    faults,
    calls: { append: 0, 'batch-append': 0, read: 0, subscribe: 0, features: 0 },
    open: new Set(),
    subscriptions: new Set(),
    cutConnections,
    checkpointInterval: options.checkpointInterval,
  };

  const grpc = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  grpc.addService(StreamsService, {
    append: appendHandler(context),
    batchAppend: batchAppendHandler(context),
    read: readHandler(context),
    delete: unsupported,
    tombstone: unsupported,
  });
  grpc.addService(ServerFeaturesService, { getSupportedMethods: featuresHandler(context) });
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    injector.injectConnection(socket);
  });
  listener.listen(options.port ?? 0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const closed = once(listener, 'close');
    listener.close();
    cutConnections();
    grpc.forceShutdown();
    injector.destroy();
    await closed;
    disk?.close();
  };
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    port,
    log,
    faults,
    calls: context.calls,
    subscriptions: context.subscriptions,
    cutConnections,
    openReads: () => context.open.size,
    connections: () => sockets.size,
    stop: () => (stopped ??= stop()),
  };
};
