import { eventStoreContract } from '@commissioning/event-store/contract';
import { openEventStoreDb } from '@commissioning/event-store/eventstoredb';
import * as E from 'fp-ts/Either';
import { type EventStoreDbDouble, startDouble } from './doubles/eventstoredb/double';
import type { EventStore } from '@commissioning/event-store';

const realServer = process.env['EVENTSTOREDB_URL'];

let double: EventStoreDbDouble | undefined;

const urlOfServer = async (): Promise<string> => realServer ?? (double ??= await startDouble()).url;

const open = async (): Promise<EventStore> => {
  const opened = openEventStoreDb({ url: await urlOfServer() });
  if (E.isLeft(opened)) throw new Error(JSON.stringify(opened.left));
  return opened.right;
};

afterAll(async () => {
  await double?.stop();
});

eventStoreContract({
  name: realServer === undefined ? 'EventStoreDB’s double' : 'EventStoreDB',
  open,
  reopen: open,
});
