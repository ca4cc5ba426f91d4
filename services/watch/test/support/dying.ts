import type { ReadStore } from '@commissioning/read-store';
import type { CommandRequest } from '@services/commands';
import { processOver, type Stores } from '../../../commands/test/support/world';

/** A process that dies around the n-th thing it does: around each command it sends and each progress it notes. */
export const dyingOver = (
  stores: Stores,
  reads: ReadStore,
  now: string,
  at: number,
  when: 'before' | 'after',
) => {
  let calls = 0;
  let dead = false;
  const around = async <A>(run: () => Promise<A>): Promise<A> => {
    calls += 1;
    if (dead || (calls === at && when === 'before')) {
      dead = true;
      throw new Error('crash');
    }
    const answer = await run();
    if (calls === at) {
      dead = true;
      throw new Error('crash');
    }
    return answer;
  };
  const { commands } = processOver(stores, now);
  return {
    died: () => dead,
    reads: {
      ...reads,
      write: (batch: Parameters<ReadStore['write']>[0]) => () => around(reads.write(batch)),
    },
    execute: (request: CommandRequest) => () => around(commands.execute(request)),
  };
};
