import { eventStoreContract } from '@commissioning/event-store/contract';
import type { EventStore } from '@commissioning/event-store';
import { type EventStoreDbDouble, startDouble } from './doubles/eventstoredb/double';
import { openStore, realServer } from './support/eventstoredb';

let double: EventStoreDbDouble | undefined;

const open = async (): Promise<EventStore> => openStore(realServer ?? (double ??= await startDouble()).url);

afterAll(async () => {
  await double?.stop();
});

eventStoreContract({
  name: realServer === undefined ? 'EventStoreDB’s double' : 'EventStoreDB',
  open,
  reopen: open,
});
