import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Context } from './context';
import type { Fault, OrderedFault } from './faults';
import { failureOf } from './messages';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** The answer stream of a read, with the fault ordered for it and the pace of its reader. */
export interface Outgoing {
  /** Sends one message and waits until there is room for the next; false when nothing more can be sent. */
  readonly send: (response: ReadResp) => Promise<boolean>;
  readonly end: () => void;
  /** Makes a fault happen now. */
  readonly suffer: (fault: Fault) => void;
  /** Settles once the reader has gone or the call has ended. */
  readonly gone: AbortSignal;
}

/** Wraps a call. The ordered fault happens once so many events have been sent. */
export const outgoing = (context: Context, call: ReadCall, ordered: OrderedFault | undefined): Outgoing => {
  const ended = new AbortController();
  let events = 0;
  context.open.add(call);
  const close = (): void => {
    context.open.delete(call);
    ended.abort();
  };
  call.on('cancelled', close);
  call.on('close', close);
  call.on('error', close);

  const end = (): void => {
    if (!ended.signal.aborted) call.end();
    close();
  };
  const suffer = (fault: Fault): void => {
    switch (fault.does) {
      case 'hang':
      case 'refuse':
      case 'dawdle':
        return;
      case 'end':
        end();
        return;
      case 'fail':
      case 'send-to-leader':
        call.emit('error', failureOf(fault));
        return;
      case 'cut':
        context.cutConnections();
    }
  };

  const hangs = (): boolean => ordered?.fault.does === 'hang' && events >= ordered.after;
  const send = async (response: ReadResp): Promise<boolean> => {
    if (ordered !== undefined && events >= ordered.after) {
      if (ordered.fault.does === 'dawdle')
        await delay(ordered.fault.milliseconds, undefined, { signal: ended.signal }).catch(() => undefined);
      else suffer(ordered.fault);
    }
    if (ended.signal.aborted || hangs()) return false;
    if (response.hasEvent()) events += 1;
    if (!call.write(response)) await once(call, 'drain', { signal: ended.signal }).catch(() => undefined);
    return !ended.signal.aborted;
  };
  return { send, suffer, gone: ended.signal, end: () => (hangs() ? undefined : end()) };
};
