import type { EventBus } from '@commissioning/event-bus';
import { eventBusContract } from '@commissioning/event-bus/contract';
import { type NatsOptions, openNatsEventBus } from '@commissioning/event-bus/nats';
import * as E from 'fp-ts/Either';
import { describeNats, someNats, type NatsServer } from './support/nats';

const open = (options: NatsOptions): EventBus => {
  const bus = openNatsEventBus(options);
  if (E.isLeft(bus)) throw new Error(JSON.stringify(bus.left));
  return bus.right;
};

describeNats('NATS JetStream', () => {
  let server: Pick<NatsServer, 'url' | 'remove'> | undefined;
  const bus = async (): Promise<EventBus> => {
    server ??= await someNats();
    return open({ url: server.url, handledWithinMs: 1_000 });
  };
  afterAll(() => server?.remove());
  eventBusContract({ name: 'nats', open: bus, reopen: bus });
});
