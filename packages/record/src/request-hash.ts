import { canonical, hmac } from './canonical';
import type { KeyStore } from './keys';

/**
 * What a command asked for, as 32 bytes in hex: kept in the metadata, so that the same command sent again is known from
 * another one under the same id. Metadata is public. A plain hash of a bid or of a score could be found by trying every
 * sum or mark there is; under the salt key only the office can compute it. The command's id goes in, so that two alike
 * requests cannot be seen to be alike. Equal for requests that are the same JSON. Throws on what JSON cannot carry:
 * decode the request first.
 */
export const requestHashOf = (keys: KeyStore, commandId: string, request: unknown): string =>
  hmac(keys.saltKey, 'request', commandId, canonical(request)).toString('hex');
