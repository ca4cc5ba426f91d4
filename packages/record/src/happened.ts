import type { Clearance, Happened, Registry, Undecodable } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { KeyStore } from './keys';
import { openData } from './seal';
import type { RecordedEvent } from './stored';

/**
 * A recorded event as the domain knows it: opened as far as the clearance allows, checked, brought to its newest
 * shape. A field above the clearance is a `Commitment` there, whatever its type says: ask `isCommitment`.
 */
export const happened = (
  registry: Registry,
  keys: KeyStore,
  event: RecordedEvent,
  clearance: Clearance,
): E.Either<Undecodable, Happened> => {
  const data = openData(registry, keys, event, clearance);
  const { id, stream, revision, position, metadata } = event;
  const decoded = registry.decode(event.type, data);
  return E.isLeft(decoded)
    ? decoded
    : E.right({ ...decoded.right, id, stream, revision, position, metadata });
};
