import { randomUUID } from 'node:crypto';
import type { BusMessage, EventBus } from '@commissioning/event-bus';
import { openNatsEventBus } from '@commissioning/event-bus/nats';
import * as E from 'fp-ts/Either';
import { AckPolicy, connect, headers, type NatsConnection } from 'nats';
import { natsIsThere, startNats } from '../support/nats';
import { besideBareMark, besideBareRows } from './beside-bare';
import { inDigits, type Section } from './report';
import type { Sizes } from './sizes';
import { inTurns } from './statistics';
import { secondsOf } from './timing';

/** How many messages are under way at once, in either way of publishing. */
const window = 64;
/** How many are handled together, in either way of consuming. */
const page = 250;
/** About the length of an event of a specification as both feeds give it out. */
const body = 'x'.repeat(1_270);

interface Lanes {
  readonly bare: NatsConnection;
  readonly bus: EventBus;
  readonly count: number;
}

const messagesFor = (stream: string, count: number): ReadonlyArray<BusMessage> =>
  Array.from({ length: count }, () => ({
    id: randomUUID(),
    subject: `${stream}.measured`,
    contentType: 'application/cloudevents+json',
    body,
  }));

const freshStream = async ({ bus }: Lanes): Promise<string> => {
  const name = `B${randomUUID().replaceAll('-', '')}`;
  const declared = await bus.declare({ name, subjects: `${name}.>` })();
  if (E.isLeft(declared)) throw new Error(JSON.stringify(declared.left));
  return name;
};

/** The client alone: the same messages with their ids, so many under way, nothing said of where they are to stand. */
const barePublish = async (lanes: Lanes): Promise<number> => {
  const stream = await freshStream(lanes);
  const messages = messagesFor(stream, lanes.count);
  const js = lanes.bare.jetstream();
  const seconds = await secondsOf(async () => {
    const underWay: Array<Promise<unknown>> = [];
    for (const { id, subject, contentType, body: text } of messages) {
      const about = headers();
      about.set('Content-Type', contentType);
      if (underWay.length >= window) await underWay.shift();
      underWay.push(js.publish(subject, text, { msgID: id, headers: about }));
    }
    await Promise.all(underWay);
  });
  return lanes.count / seconds;
};

const ourPublish = async (lanes: Lanes): Promise<number> => {
  const stream = await freshStream(lanes);
  const messages = messagesFor(stream, lanes.count);
  const seconds = await secondsOf(async () => {
    const published = await lanes.bus.publish(stream, 0, messages)();
    if (E.isLeft(published)) throw new Error(JSON.stringify(published.left));
  });
  return lanes.count / seconds;
};

const filledStream = async (lanes: Lanes): Promise<string> => {
  const stream = await freshStream(lanes);
  await lanes.bus.publish(stream, 0, messagesFor(stream, lanes.count))();
  return stream;
};

/** The client alone: a durable consumer, its messages decoded and known by their ids, each page acknowledged by its last and confirmed. */
const bareConsume = async (lanes: Lanes): Promise<number> => {
  const stream = await filledStream(lanes);
  const jsm = await lanes.bare.jetstreamManager();
  const text = new TextDecoder();
  const seconds = await secondsOf(async () => {
    await jsm.consumers.add(stream, { durable_name: 'bare', ack_policy: AckPolicy.All });
    const consumer = await lanes.bare.jetstream().consumers.get(stream, 'bare');
    for (let taken = 0; taken < lanes.count;) {
      const fetched = await consumer.fetch({
        max_messages: Math.min(page, lanes.count - taken),
        expires: 5_000,
      });
      for await (const message of fetched) {
        taken += 1;
        const id = message.headers?.get('Nats-Msg-Id') ?? '';
        if (id === '' || text.decode(message.data).length !== body.length)
          throw new Error('a message is not what was sent');
        if (taken % page === 0 || taken === lanes.count) await message.ackAck();
      }
    }
  });
  return lanes.count / seconds;
};

const ourConsume = async (lanes: Lanes): Promise<number> => {
  const stream = await filledStream(lanes);
  const abort = new AbortController();
  const seconds = await secondsOf(async () => {
    let taken = 0;
    const options = { stream, name: 'ours', pageSize: page, signal: abort.signal };
    for await (const { messages, handled } of lanes.bus.subscribe(options)) {
      taken += messages.length;
      await handled();
      if (taken >= lanes.count) break;
    }
  });
  abort.abort();
  return lanes.count / seconds;
};

const notMeasured = { barePublish: [], ourPublish: [], bareConsume: [], ourConsume: [] };

const measured = async ({ messages, publishRounds }: Sizes) => {
  if (!natsIsThere) return notMeasured;
  const server = await startNats();
  const opened = openNatsEventBus({ url: server.url, window });
  if (E.isLeft(opened)) throw new Error(opened.left.reason);
  const lanes = { bare: await connect({ servers: server.url }), bus: opened.right, count: messages };
  try {
    return await inTurns(publishRounds, {
      barePublish: () => barePublish(lanes),
      ourPublish: () => ourPublish(lanes),
      bareConsume: () => bareConsume(lanes),
      ourConsume: () => ourConsume(lanes),
    });
  } finally {
    await lanes.bus.close();
    await lanes.bare.close();
    await server.remove();
  }
};

/** Messages to and from NATS, through our adapter and through its client alone. */
export const publishing = async (_place: string, sizes: Sizes): Promise<Section> => {
  const found = await measured(sizes);
  const pairs = [
    { what: 'Publish', bare: found.barePublish, ours: found.ourPublish },
    { what: 'Consume', bare: found.bareConsume, ours: found.ourConsume },
  ];
  return {
    title: 'Publishing',
    says:
      `${natsIsThere ? '' : 'Not measured: there is no nats-server here. '}Messages a second to and from a NATS server on ` +
      `this machine, ${inDigits(body.length)} bytes each, on disk. Publishing has ${window} under way at once and waits for ` +
      'every acknowledgement; ours says of each where it is to stand, so that nobody else can come between. Consuming is ' +
      `durable, in order, ${page} handled together and confirmed by the server. The bare client does the same calls without ` +
      'our adapter.',
    head: ['What', 'Messages a second', '÷ bare'],
    rows: pairs.flatMap(besideBareRows),
    marks: pairs.map(besideBareMark),
  };
};
