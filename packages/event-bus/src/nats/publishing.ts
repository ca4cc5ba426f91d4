import * as E from 'fp-ts/Either';
import { headers, type JetStreamClient } from 'nats';
import type { BusMessage, PublishFailure } from '../port';
import type { Connected, Connection } from './connection';
import { header } from './kept';
import { messageAt } from './last';
import { apiCode, apiCodeOf, failureOf } from './trouble';

/** A message was not kept at its place: it stands elsewhere, or something else stands there. */
class Displaced extends Error {}

const send = async (
  js: JetStreamClient,
  stream: string,
  place: number,
  { id, subject, contentType, body }: BusMessage,
  before: BusMessage | undefined,
): Promise<void> => {
  const about = headers();
  about.set(header.contentType, contentType);
  const { seq, stream: keptIn } = await js.publish(subject, body, {
    msgID: id,
    headers: about,
    expect: { lastSequence: place - 1, ...(before && { lastMsgID: before.id }) },
  });
  // One that was kept before is acknowledged again, with the place it has. A subject belongs to one stream.
  if (seq !== place || keptIn !== stream) throw new Displaced();
};

const isDisplaced = (error: unknown): boolean =>
  error instanceof Displaced ||
  apiCodeOf(error) === apiCode.wrongLastSequence ||
  apiCodeOf(error) === apiCode.wrongLastId;

/** What came of a run of messages: how many were kept from the first on, and why the next one was not. */
interface Sent {
  readonly kept: number;
  readonly error?: unknown;
}

/**
 * Sends without waiting for each answer, so many at a time. Each names the one before it by its place and its id: where
 * one fails the server refuses all that follow, so that what is kept is always a beginning. The place alone would not
 * do: a stream that has gone on meanwhile ends just where some later one of them expects it.
 */
const pipeline = async (
  { js }: Connected,
  stream: string,
  after: number,
  messages: ReadonlyArray<BusMessage>,
  window: number,
): Promise<Sent> => {
  const underWay: Array<Promise<{ readonly error?: unknown }>> = [];
  let kept = 0;
  const settleFirst = async (): Promise<Sent | undefined> => {
    const outcome = await underWay.shift();
    if (outcome !== undefined && 'error' in outcome) return { kept, error: outcome.error };
    kept += 1;
    return undefined;
  };
  let failed: Sent | undefined;
  for (const [index, message] of messages.entries()) {
    if (underWay.length >= window) failed = await settleFirst();
    if (failed !== undefined) break;
    underWay.push(
      send(js, stream, after + index + 1, message, messages[index - 1]).then(
        () => ({}),
        (error: unknown) => ({ error }),
      ),
    );
  }
  while (failed === undefined && underWay.length > 0) failed = await settleFirst();
  await Promise.all(underWay);
  return failed ?? { kept };
};

/** Publishes a run of messages after a place. */
export const publish =
  (connection: Connection, window: number) =>
  (stream: string, after: number, messages: ReadonlyArray<BusMessage>) =>
  async (): Promise<E.Either<PublishFailure, number>> => {
    try {
      const connected = await connection.get();
      let done = 0;
      while (done < messages.length) {
        const { kept, error } = await pipeline(connected, stream, after + done, messages.slice(done), window);
        done += kept;
        if (error === undefined) break;
        if (!isDisplaced(error)) throw error;
        // The server looks back for a message of the same id only so far: what stands at the place itself decides.
        const there = await messageAt(connected.jsm, stream, after + done + 1);
        if (there?.id !== messages[done]?.id || there === undefined)
          return E.left({ _tag: 'Overtaken', stream, after: after + done });
        done += 1;
      }
      return E.right(after + done);
    } catch (error) {
      return E.left(failureOf('publish', stream, error));
    }
  };
