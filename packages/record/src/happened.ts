import type { Clearance, Happened, Registry, Undecodable } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { KeyStore } from './keys';
import { openAsFarAsMay } from './open';
import type { RecordedEvent } from './stored';

/**
 * A recorded event as the domain knows it: opened as far as the clearance allows, checked, brought to its newest
 * shape. A field above the clearance is a `Commitment` there, whatever its type says: ask `isCommitment`. A private value
 * that should open and does not (it was changed, or its key is lost) makes the event malformed: nobody goes on with it.
 */
export const happened = (
  registry: Registry,
  keys: KeyStore,
  event: RecordedEvent,
  clearance: Clearance,
): E.Either<Undecodable, Happened> => {
  const { data, unopened } = openAsFarAsMay(registry, keys, event, clearance);
  if (unopened.length > 0)
    return E.left({
      _tag: 'Malformed',
      storedType: event.type,
      faults: unopened.map((pointer) => ({
        pointer,
        expected: 'the value that was committed to',
        found: 'one that is not, or does not open',
      })),
    });
  const decoded = registry.decode(event.type, data);
  if (E.isLeft(decoded)) return decoded;
  // Spelt out: spreading would cost several times the check, and this runs for every event of every replay.
  return E.right({
    type: decoded.right.type,
    data: decoded.right.data,
    id: event.id,
    stream: event.stream,
    revision: event.revision,
    position: event.position,
    metadata: event.metadata,
  });
};
