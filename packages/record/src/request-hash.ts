import type { ClassifiedPath, Json, JsonObject } from '@commissioning/kernel';
import { canonical, hmac } from './canonical';
import type { KeyStore } from './keys';
import { changing, placesOf, valueAt } from './places';
import { subjectOf } from './seal';

/**
 * What a command asked for, as 32 bytes in hex: kept in the metadata, so that the same command sent again is known from
 * another one under the same id. Metadata is public. A plain hash of a bid or of a score could be found by trying every
 * sum or mark there is; under the salt key only the office can compute it. The command's id goes in, so that two alike
 * requests cannot be seen to be alike. Equal for requests that are the same JSON. Throws on what JSON cannot carry:
 * decode the request first.
 */
export const requestHashOf = (keys: KeyStore, commandId: string, request: unknown): string =>
  hmac(keys.saltKey, 'request', commandId, canonical(request)).toString('hex');

/**
 * A request with a hash under the person's own key in place of each personal value, for `requestHashOf`: the hash stays in
 * the metadata for good, and under the office's key alone names could be tried against it after the person was erased.
 */
export const withoutPersons = (
  keys: KeyStore,
  stream: string,
  classified: ReadonlyArray<ClassifiedPath>,
  command: JsonObject,
): Json => {
  const said = changing(command);
  for (const { path, fieldClass } of classified)
    for (const at of placesOf(command, path)) {
      const subject = subjectOf(command, at, fieldClass, stream);
      if (subject === undefined) continue;
      const key = keys.ensureKeyOf(subject);
      const value = canonical(valueAt(command, at));
      said.put(at, key === undefined ? null : hmac(key, 'request', value).toString('hex'));
    }
  return said.data();
};
