import { registry } from '@commissioning/domain';
import { EventStoreError } from '@commissioning/event-store';
import { parseStreamName } from '@commissioning/kernel';
import { happened } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type { CommandPorts } from './ports';
import type { BidReceipt, CommandOutcome } from './request';

/**
 * The receipt for a bid, read from the record as it stands there. Undefined where nothing was received, and where the
 * record cannot be read now: the bid is in it, and the same command asked again gives the receipt.
 */
export const receiptFor = async (
  { events, keys }: Pick<CommandPorts, 'events' | 'keys'>,
  outcome: CommandOutcome,
): Promise<BidReceipt | undefined> => {
  const received = outcome.events.find(({ type }) => type === 'BidReceived');
  const commission = parseStreamName(outcome.stream)?.id;
  if (received === undefined || commission === undefined) return undefined;
  const { revision } = received;
  try {
    for await (const [event] of events.readStream(outcome.stream, { from: revision, to: revision })) {
      if (event === undefined) return undefined;
      const opened = happened(registry, keys, event, 'official');
      if (E.isLeft(opened)) return undefined;
      const { bid, commitment, sealed } = opened.right.data as {
        readonly bid: string;
        readonly commitment: string;
        readonly sealed: BidReceipt['sealed'];
      };
      return {
        commission,
        bid,
        receivedAt: event.metadata.recordedAt,
        commitment,
        sealed,
        event: event.id,
        contentHash: event.contentHash,
      };
    }
  } catch (error) {
    if (!(error instanceof EventStoreError)) throw error;
  }
  return undefined;
};
