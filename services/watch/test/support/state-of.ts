import { aggregates, registry } from '@commissioning/domain';
import { type Aggregate, type DomainEvent, fold, type Happened, streamName } from '@commissioning/kernel';
import { happened } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { type Stores, streamOf } from '../../../commands/test/support/world';

type StateOf<Kind extends keyof typeof aggregates> = (typeof aggregates)[Kind]['initial'];

/** The state that the events of a commission or a fund lead to, opened as far as the watch may see them. */
export const stateOf = async <Kind extends 'commission' | 'fund'>(
  { events, keys }: Stores,
  kind: Kind,
  id: string,
): Promise<StateOf<Kind>> => {
  const opened = (await streamOf(events, streamName(kind, id))).map((event): Happened => {
    const read = happened(registry, keys, event, 'sensitive');
    if (E.isLeft(read)) throw new Error(JSON.stringify(read.left));
    return read.right;
  });
  const aggregate = aggregates[kind] as unknown as Aggregate<StateOf<Kind>, DomainEvent>;
  return fold(aggregate, aggregate.initial, opened);
};
