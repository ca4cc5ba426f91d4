import { connect, createServer, type Server, type Socket } from 'node:net';

/** Commands by which a driver looks after its connections; they are let through and not counted. */
const housekeeping = ['hello', 'ismaster', 'isMaster', 'ping', 'endSessions', 'buildInfo'];

/** The name of the command in a message of MongoDB's wire protocol: the first key of its document. */
const commandIn = (message: Buffer): string => {
  const opMsg = 2013;
  if (message.readInt32LE(12) !== opMsg) return 'hello';
  // Header, flags, the kind of the section, the length of its document, the type of the first key.
  const start = 16 + 4 + 1 + 4 + 1;
  return message.toString('utf8', start, message.indexOf(0, start));
};

/** Gives whole messages of a stream of bytes, each of which begins with its length. */
const messagesFrom = (socket: Socket, each: (message: Buffer) => void): void => {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes as Buffer]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      each(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
};

/** Where a wire is cut: before a command reaches the server, or after the server did it and before it is heard of. */
export type Cut = 'before' | 'after';

/** A wire to a server of MongoDB's protocol that can be cut between any two commands. */
export interface CutWire {
  readonly url: string;
  /** Cuts the wire around the n-th command from now on, from 1, but for housekeeping. */
  readonly cutAt: (command: number, cut: Cut) => void;
  /** Cuts every connection that is there; new ones are let through. */
  readonly drop: () => void;
  /** Cuts it now, and for good. */
  readonly cut: () => void;
  readonly isCut: () => boolean;
  /** Lets everything through again. */
  readonly mend: () => void;
  readonly stop: () => Promise<void>;
}

export const cutWire = async (serverUrl: string): Promise<CutWire> => {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let left: number | undefined;
  let where: Cut = 'before';
  let isCut = false;
  /** What was to be cut before the wire was mended is not any more. */
  let mended = 0;

  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const cut = (): void => {
    isCut = true;
    drop();
  };

  const join = (client: Socket): void => {
    if (isCut) {
      client.destroy();
      return;
    }
    const server = connect(Number(port), hostname);
    let cutsOnAnswer: number | undefined;
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    messagesFrom(client, (message) => {
      if (isCut) return;
      if (left !== undefined && !housekeeping.includes(commandIn(message))) {
        left -= 1;
        if (left === 0 && where === 'before') return cut();
        if (left === 0) cutsOnAnswer = mended;
      }
      server.write(message);
    });
    messagesFrom(server, (message) => {
      if (cutsOnAnswer === mended) return cut();
      client.write(message);
    });
  };

  const listening: Server = createServer(join);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('The wire has no port');

  return {
    url: `mongodb://127.0.0.1:${address.port}/`,
    cutAt: (command, around) => {
      left = command;
      where = around;
    },
    drop,
    cut,
    isCut: () => isCut,
    mend: () => {
      left = undefined;
      isCut = false;
      mended += 1;
    },
    stop: () => {
      drop();
      return new Promise((resolve) => listening.close(() => resolve()));
    },
  };
};
