import { setTimeout as delay } from 'node:timers/promises';
import { backOff } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import {
  AckPolicy,
  type Consumer,
  type ConsumerInfo,
  DeliverPolicy,
  type JsMsg,
  nanos,
  ReplayPolicy,
} from 'nats';
import { type BusUnavailable, type Delivery, EventBusError, type SubscribeOptions } from '../port';
import type { Connected, Connection } from './connection';
import { engine } from './engine';
import { keptMessage } from './kept';
import { apiCode, apiCodeOf, failureOf } from './trouble';

/** How long the server waits for a delivery to be handled before it gives it again, in milliseconds. */
export interface SubscribingOptions {
  readonly handledWithinMs: number;
}

/** How long one question for messages stands, in milliseconds, before it is asked anew. */
const longestAsk = 20_000;
/** How many messages may be given and not handled: above what any delivery holds. */
const mostOutstanding = 1_000;
const pauseBefore = backOff(50, 2_000);

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  delay(milliseconds, undefined, { signal }).catch(() => undefined);

/** The server's memory of what was handled under a name, as it stands; made when there is none yet. */
const durable = async (
  { jsm }: Connected,
  { stream, name, subjects = '>' }: SubscribeOptions,
  handledWithinMs: number,
): Promise<ConsumerInfo> => {
  try {
    const found = await jsm.consumers.info(stream, name);
    const { config } = found;
    const settings = [
      { setting: 'subjects', wanted: subjects, found: config.filter_subject ?? '>' },
      // Under another one the last message of a delivery would not stand for those before it.
      { setting: 'ack_policy', wanted: AckPolicy.All, found: config.ack_policy },
    ];
    const differences = settings.filter(({ wanted, found }) => wanted !== found);
    if (differences.length > 0)
      throw new EventBusError({
        _tag: 'DeclaredOtherwise',
        stream: `${stream}, subscription ${name}`,
        differences,
      });
    return found;
  } catch (error) {
    if (apiCodeOf(error) !== apiCode.consumerNotFound) throw error;
    return jsm.consumers.add(stream, {
      durable_name: name,
      ack_policy: AckPolicy.All,
      ack_wait: nanos(handledWithinMs),
      deliver_policy: DeliverPolicy.All,
      replay_policy: ReplayPolicy.Instant,
      max_ack_pending: mostOutstanding,
      ...(subjects === '>' ? {} : { filter_subject: subjects }),
    });
  }
};

/** So many messages at the most, as far as they come in time and until the signal. */
const fetched = async (
  consumer: Consumer,
  howMany: number,
  milliseconds: number,
  until: AbortSignal,
): Promise<ReadonlyArray<JsMsg>> => {
  const messages = await consumer.fetch({ max_messages: howMany, expires: milliseconds });
  const stop = (): void => messages.stop();
  until.addEventListener('abort', stop, { once: true });
  if (until.aborted) stop();
  const got: Array<JsMsg> = [];
  try {
    for await (const message of messages) got.push(message);
  } finally {
    until.removeEventListener('abort', stop);
  }
  return got;
};

/**
 * Messages that are there, waiting for a first one where it is not known that there are; none where none came in the time
 * of one question. Asked for are exactly as many as are known to be there, so that no question is left open that a later
 * message answers when nobody listens.
 */
const ask = async (
  consumer: Consumer,
  given: { readonly pageSize: number; readonly waiting: number; readonly deadlineMs: number },
  until: AbortSignal,
): Promise<ReadonlyArray<JsMsg>> => {
  const { pageSize, waiting, deadlineMs } = given;
  if (waiting > 0) return fetched(consumer, Math.min(waiting, pageSize), deadlineMs, until);
  const [first] = await fetched(consumer, 1, longestAsk, until);
  if (first === undefined) return [];
  const more = Math.min(first.info.pending, pageSize - 1);
  return more === 0 ? [first] : [first, ...(await fetched(consumer, more, deadlineMs, until))];
};

/**
 * What was given to somebody before who did not say that it was handled is given again only after a while, and what
 * follows it could come first. So that is waited for; whether there was any.
 */
const settled = async (
  { num_ack_pending: outstanding, config }: ConsumerInfo,
  signal: AbortSignal,
): Promise<boolean> => {
  if (outstanding === 0) return false;
  await pause((config.ack_wait ?? 0) / 1_000_000 + 100, signal);
  return true;
};

/** Every message from where the subscription was left, over as many connections as it takes. */
export const subscribe = (connection: Connection, { handledWithinMs }: SubscribingOptions) =>
  async function* (options: SubscribeOptions): AsyncGenerator<Delivery, void> {
    const { stream, pageSize = 100 } = options;
    const signal = AbortSignal.any([options.signal, connection.closing]);
    const size = Math.min(pageSize, mostOutstanding / 2);
    let handledUpTo = 0;
    let retry = 0;

    const unavailable = (error: unknown): BusUnavailable => {
      const failure = failureOf('subscribe', stream, error);
      return failure._tag === 'BusUnavailable'
        ? failure
        : { _tag: 'BusUnavailable', engine, operation: 'subscribe', reason: failure._tag };
    };

    const sayHandled = async (lastOne: JsMsg, sequence: number): Promise<E.Either<BusUnavailable, void>> => {
      if (sequence <= handledUpTo) return E.right(undefined);
      try {
        if (!(await lastOne.ackAck({ timeout: connection.deadlineMs })))
          throw new Error('the server did not confirm');
        handledUpTo = Math.max(handledUpTo, sequence);
        return E.right(undefined);
      } catch (error) {
        return E.left(unavailable(error));
      }
    };

    while (!signal.aborted) {
      try {
        const connected = await connection.get();
        const until = AbortSignal.any([signal, connected.lost]);
        const found = await durable(connected, options, handledWithinMs);
        const consumer = connected.js.consumers.getPullConsumerFor(found);
        let owed = await settled(found, signal);
        let waiting = owed ? 0 : found.num_pending;
        while (!until.aborted) {
          const asked = { pageSize: size, waiting, deadlineMs: connection.deadlineMs };
          const given = await ask(consumer, asked, until);
          waiting = given.at(-1)?.info.pending ?? 0;
          const fresh = given.filter(({ seq }) => seq > handledUpTo);
          const [first, lastOne] = [fresh[0], fresh.at(-1)];
          if (first === undefined || lastOne === undefined) {
            await given.at(-1)?.ackAck({ timeout: connection.deadlineMs });
            continue;
          }
          // What is owed from before has not come yet: let go of this, which comes again, and wait for it once more.
          if (owed && !first.redelivered) {
            owed = await settled(await consumer.info(), signal);
            continue;
          }
          owed = false;
          if (until.aborted) break;
          retry = 0;
          const messages = fresh.map(({ seq: sequence, subject, headers, data }) =>
            keptMessage({ sequence, subject, headers, data }),
          );
          yield { messages, handled: () => sayHandled(lastOne, lastOne.seq) };
          if (signal.aborted) return;
          const said = await sayHandled(lastOne, lastOne.seq);
          // It will be given again, and then it is known to have been handled.
          if (E.isLeft(said)) {
            handledUpTo = lastOne.seq;
            break;
          }
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof EventBusError) throw error;
        const failure = failureOf('subscribe', stream, error);
        if (failure._tag !== 'BusUnavailable') throw new EventBusError(failure);
      }
      retry += 1;
      await pause(pauseBefore(retry), signal);
    }
  };
