import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Json } from '@commissioning/kernel';
import { canonical, hmac, sha256After } from './canonical';
import type { PrivateValue } from './stored';

/** A salt and the value it was put before: what shows that a commitment stands for the value. */
export interface Opening {
  readonly salt: Uint8Array;
  readonly value: Json;
}

const saltBytes = 32;

/**
 * What stands for a value in the public view: SHA-256(salt ‖ canonical value), hex. A salt of another length than 32
 * bytes is refused: with the leading digits of a sum moved into the salt, the rest of it would hash alike.
 */
export const commitmentTo = (salt: Uint8Array, value: unknown): string => {
  if (salt.length !== saltBytes) throw new Error(`A salt of ${salt.length} bytes, not of ${saltBytes}`);
  return sha256After(salt, canonical(value));
};

/** The salt for a value at a pointer of an event: the same again for the same key, so that a retry seals alike. */
export const saltOf = (saltKey: Uint8Array, eventId: string, pointer: string): Buffer =>
  hmac(saltKey, eventId, pointer);

/**
 * The salt for a personal value comes from its subject's key: with the key gone nobody, the office included, can try
 * names against the commitment.
 */
export const personalSaltOf = (subjectKey: Uint8Array, eventId: string, pointer: string): Buffer =>
  saltOf(hmac(subjectKey, 'salt'), eventId, pointer);

const cipher = 'aes-256-gcm';
const tagBytes = 16;

const contextOf = (eventId: string, pointer: string): Buffer => Buffer.from(`${eventId}${pointer}`);

/** Seals a personal value and its salt under the subject's key; it opens at this event and pointer alone. */
export const sealPersonal = (
  subjectKey: Uint8Array,
  subject: string,
  eventId: string,
  pointer: string,
  { salt, value }: Opening,
): PrivateValue => {
  const iv = randomBytes(12);
  const sealing = createCipheriv(cipher, subjectKey, iv).setAAD(contextOf(eventId, pointer));
  const text = canonical({ salt: Buffer.from(salt).toString('base64url'), value });
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()]);
  return { subject, iv: iv.toString('base64url'), sealed: sealed.toString('base64url') };
};

/** Opens what `sealPersonal` sealed. Throws when key, event or pointer are others, or a bit was changed. */
export const unsealPersonal = (
  subjectKey: Uint8Array,
  eventId: string,
  pointer: string,
  held: { readonly iv: string; readonly sealed: string },
): Opening => {
  const bytes = Buffer.from(held.sealed, 'base64url');
  const opening = createDecipheriv(cipher, subjectKey, Buffer.from(held.iv, 'base64url'), {
    authTagLength: tagBytes,
  })
    .setAAD(contextOf(eventId, pointer))
    .setAuthTag(bytes.subarray(-tagBytes));
  const text = Buffer.concat([opening.update(bytes.subarray(0, -tagBytes)), opening.final()]).toString(
    'utf8',
  );
  const { salt, value } = JSON.parse(text) as { salt: string; value: Json };
  return { salt: Buffer.from(salt, 'base64url'), value };
};
