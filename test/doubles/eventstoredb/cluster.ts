import { type EventStoreDbDouble, startDouble } from './double';
import { openLog } from './log';

/** Several doubles that hold one log, of which one leads. */
export interface ClusterDouble {
  /** The connection string that names all of them. */
  readonly url: string;
  readonly nodes: ReadonlyArray<EventStoreDbDouble>;
  /** Makes another node the leader; none, as during an election, when undefined. */
  readonly lead: (node: number | undefined) => void;
  /** Stops a node for good; one that led leads no more. */
  readonly halt: (node: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a cluster whose first node leads. It replicates nothing: its nodes look at the same log. */
export const startCluster = async (size: number): Promise<ClusterDouble> => {
  const log = openLog({});
  const nodes: Array<EventStoreDbDouble> = [];
  const halted = new Set<number>();
  let leader: number | undefined = 0;
  const members = () =>
    nodes.map(({ port }, node) => ({
      host: '127.0.0.1',
      port,
      leads: node === leader,
      alive: !halted.has(node),
    }));
  for (let node = 0; node < size; node += 1) nodes.push(await startDouble({ fellowship: { log, members } }));
  return {
    url: `esdb://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}?tls=false`,
    nodes,
    lead: (node) => {
      leader = node;
    },
    halt: async (node) => {
      halted.add(node);
      if (leader === node) leader = undefined;
      await nodes[node]?.stop();
    },
    stop: async () => {
      for (const node of nodes) await node.stop();
    },
  };
};
