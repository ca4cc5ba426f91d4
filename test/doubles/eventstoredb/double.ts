import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { appendHandler } from './appending';
import { authorityOver, noAuthority, type User, usualUsers } from './authority';
import { batchAppendHandler } from './batch-appending';
import type { Context } from './context';
import { deleteHandler, tombstoneHandler } from './deleting';
import { diskIn } from './disk';
import { type Faults, noFaults } from './faults';
import { featuresHandler } from './features';
import { gossipHandler, type Member } from './gossip';
import { type Log, openLog } from './log';
import { notLeader } from './messages';
import { readHandler } from './reading';

/** What a node of a cluster shares with the others. */
interface Fellowship {
  readonly log: Log;
  readonly members: () => ReadonlyArray<Member>;
}

export interface DoubleOptions {
  /** Where the log is kept; in memory alone when absent. */
  readonly folder?: string;
  /** The loopback port to listen on; any free one when absent. */
  readonly port?: number;
  /** The events of one append share a commit position, as in transactions of early versions. */
  readonly sharedCommits?: boolean;
  /** Considered events after which a filtered subscription sends a checkpoint; what its client asks for when absent. */
  readonly checkpointInterval?: number;
  /** Speaks TLS with this, in PEM, and then asks everybody who they are; otherwise everybody may do everything. */
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** Users beside those a server has from its beginning. */
  readonly users?: ReadonlyArray<User>;
  /** Makes it a node of a cluster; it leads itself when absent. */
  readonly fellowship?: Fellowship;
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

/**
 * Starts a double of EventStoreDB on a loopback port: its gRPC protocol for appends, reads, catch-up subscriptions,
 * deletion and gossip, over a small log of its own, with the rights of streams where it speaks TLS. A test tool: that
 * something works against it proves nothing of the real server. It does not know persistent subscriptions, projections,
 * scavenging or the keeping of users.
 */
export const startDouble = async (options: DoubleOptions = {}): Promise<EventStoreDbDouble> => {
  const disk = options.folder === undefined ? undefined : diskIn(options.folder);
  const log = options.fellowship?.log ?? openLog({ disk, sharedCommits: options.sharedCommits });
  const faults = noFaults();
  const sockets = new Set<Socket>();
  const cutConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const authority =
    options.tls === undefined ? noAuthority : authorityOver(log, [...usualUsers, ...(options.users ?? [])]);
  const members =
    options.fellowship?.members ?? (() => [{ host: '127.0.0.1', port, leads: true, alive: true }]);
  const context: Context = {
    log,
    faults,
    authority,
    refusal: (caller, right, stream) => {
      const leader = members().find(({ leads }) => leads);
      return caller.get('requires-leader')[0] === 'true' && leader?.port !== port
        ? notLeader(leader)
        : authority.refusal(caller, right, stream);
    },
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
    delete: deleteHandler(context),
    tombstone: tombstoneHandler(context),
  });
  grpc.addService(GossipService, { read: gossipHandler(members) });
  grpc.addService(ServerFeaturesService, { getSupportedMethods: featuresHandler(context) });
  const injector = grpc.createConnectionInjector(
    options.tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          {
            private_key: Buffer.from(options.tls.key),
            cert_chain: Buffer.from(options.tls.certificate),
          },
        ]),
  );
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
    url: `esdb://127.0.0.1:${port}?tls=${options.tls !== undefined}`,
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
