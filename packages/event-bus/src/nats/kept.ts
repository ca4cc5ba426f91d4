import type { MsgHdrs } from 'nats';
import type { KeptMessage } from '../port';

/** The headers by which a message carries what is no part of its body. */
export const header = { id: 'Nats-Msg-Id', contentType: 'Content-Type' } as const;

const text = new TextDecoder();

/** A message as a server gives it back. */
export const keptMessage = (given: {
  readonly sequence: number;
  readonly subject: string;
  readonly headers: MsgHdrs | undefined;
  readonly data: Uint8Array;
}): KeptMessage => ({
  sequence: given.sequence,
  id: given.headers?.get(header.id) ?? '',
  subject: given.subject,
  contentType: given.headers?.get(header.contentType) ?? '',
  body: text.decode(given.data),
});
