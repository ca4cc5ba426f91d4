import { correctedIn, namedIn, putRightIn } from '@commissioning/domain';
import { commissionOf, type Happened, parseStreamName } from '@commissioning/kernel';
import { byEffects, change, type Effect, found, noEffect, type Projection } from '@commissioning/projecting';
import { consultationPutRight, isOpenedToAll, ofConsultation } from './consultations';
import {
  type AmendmentDocument,
  type ClarificationDocument,
  type Closing,
  type HowFound,
  type NoticeDocument,
  opportunityCollections,
  type OpportunityDocument,
} from './documents';
import { type OpportunityEvent, opportunityTypes, type Told } from './events';
import { amendmentKey, clarificationKey, noticeKey, opportunityKey, pendingKey } from './keys';
import { amended, cancelled, ended, halted, howFoundAfter, opportunityOf, resumed } from './opportunity';
import { awardWaits, comesToNothing, decisionReleases, noAwardWaits } from './results';

const settles = (event: Told<'InstrumentChosen' | 'RouteChosen' | 'AwardMatrixSet'>): Effect => ({
  reads: [],
  changes: [
    change<HowFound>(pendingKey.howFound(commissionOf(event)), (before) => howFoundAfter(event, before)),
  ],
});

const opens = (event: Told<'SpecPublished'>): Effect => {
  const held = pendingKey.howFound(commissionOf(event));
  return {
    reads: [held],
    changes: [
      change<OpportunityDocument>(opportunityKey(commissionOf(event)), (_before, lookup) =>
        opportunityOf(event, found<HowFound>(lookup, held)),
      ),
    ],
  };
};

const isAmended = (event: Told<'SpecAmended'>): Effect => {
  const commission = commissionOf(event);
  const { amendment, change: changed, reason, closes = null, clarificationsUntil = null } = event.data;
  const at = event.metadata.recordedAt;
  return {
    reads: [],
    changes: [
      change<OpportunityDocument>(opportunityKey(commission), (before) => before && amended(event, before)),
      change<AmendmentDocument>(amendmentKey(commission, amendment), () => ({
        commission,
        amendment,
        change: changed,
        reason,
        closes,
        clarificationsUntil,
        at,
      })),
    ],
  };
};

const isAnswered = (event: Told<'ClarificationAnswered'>): Effect => {
  const commission = commissionOf(event);
  const { question, asked, answer } = event.data;
  const at = event.metadata.recordedAt;
  return {
    reads: [],
    changes: [
      change<ClarificationDocument>(clarificationKey(commission, question), () => ({
        commission,
        question,
        asked,
        answer,
        at,
      })),
    ],
  };
};

/** The reference of a notice was mistyped, or what those who are consulted read. */
const isCorrected = (event: Told<'EntryCorrected'>): Effect => {
  if (event.data.of === 'ConsultationOpened') return consultationPutRight(event);
  if (event.data.of !== 'NoticePublished') return noEffect;
  const key = noticeKey(commissionOf(event), namedIn(event.data, 'notice') ?? '');
  return {
    reads: [],
    changes: [change<NoticeDocument>(key, (before) => before && putRightIn(before, correctedIn(event.data)))],
  };
};

const isNoticed = (event: Told<'NoticePublished'>): Effect => {
  const commission = commissionOf(event);
  const { notice, kind, channel, reference, publishedOn: on } = event.data;
  const at = event.metadata.recordedAt;
  return {
    reads: [],
    changes: [
      change<NoticeDocument>(noticeKey(commission, notice), () => ({
        commission,
        notice,
        kind,
        channel,
        reference,
        on,
        at,
      })),
    ],
  };
};

/** The digest is public at once; what it is over waits until the bids are opened. */
const isClosed = (event: Told<'BiddingClosed'>): Effect => {
  const { digest, salt, commitments } = event.data;
  const at = event.metadata.recordedAt;
  return {
    reads: [],
    changes: [
      change<Closing>(pendingKey.closing(commissionOf(event)), () => ({
        digest,
        at,
        opened: { salt, commitments },
      })),
      change<OpportunityDocument>(
        opportunityKey(commissionOf(event)),
        (before) => before && { ...before, closing: { digest, at, opened: null } },
      ),
    ],
  };
};

/** Of the opening it is told that there was one, and by it what the digest is over; of the bids nothing. */
const isOpened = (event: Told<'BidsOpened'>): Effect => {
  const held = pendingKey.closing(commissionOf(event));
  return {
    reads: [held],
    changes: [
      change<OpportunityDocument>(
        opportunityKey(commissionOf(event)),
        (before, lookup) => before && { ...before, closing: found<Closing>(lookup, held) ?? null },
      ),
    ],
  };
};

/** What becomes of an opportunity that is known; of one that is not, nothing does. */
const becomes = (
  event: Happened<OpportunityEvent>,
  after: (before: OpportunityDocument) => OpportunityDocument,
): Effect => ({
  reads: [],
  changes: [
    change<OpportunityDocument>(opportunityKey(commissionOf(event)), (before) => before && after(before)),
  ],
});

const effectOf = (event: Happened<OpportunityEvent>): Effect => {
  // A decision's own stream tells of the same publication; what is awarded follows the commission's.
  if (parseStreamName(event.stream)?.kind !== 'commission') return noEffect;
  switch (event.type) {
    case 'ConsultationOpened':
      return isOpenedToAll(event);
    case 'ConsultationExtended':
    case 'ConsultationWithdrawn':
    case 'ConsultationHeld':
      return ofConsultation(event);
    case 'InstrumentChosen':
    case 'RouteChosen':
    case 'AwardMatrixSet':
      return settles(event);
    case 'SpecPublished':
      return opens(event);
    case 'SpecAmended':
      return isAmended(event);
    case 'ClarificationAnswered':
      return isAnswered(event);
    case 'BiddingClosed':
      return isClosed(event);
    case 'BidsOpened':
      return isOpened(event);
    case 'EntryCorrected':
      return isCorrected(event);
    case 'NoticePublished':
      return isNoticed(event);
    case 'GrantAwarded':
    case 'ContractAwarded':
      return awardWaits(event);
    case 'NoAwardMade':
      return noAwardWaits(event);
    case 'AwardDeclined':
      return comesToNothing(event);
    case 'CommissionHalted':
      return becomes(event, (before) => halted(event, before));
    case 'CommissionResumed':
      return becomes(event, (before) => resumed(event, before));
    case 'CommissionCancelled':
      return becomes(event, (before) => cancelled(event, before));
    case 'DecisionPublished':
      return decisionReleases(event);
    case 'CommissionClosed':
      return becomes(event, (before) => ended(event, before));
  }
};

/**
 * What is asked of everybody, what may be bid for, what was, and what became of it. Made of the specification, its amendments and answers, and of
 * published decisions. Of bids it takes notice of no more than that bidding was closed, with a digest, and that they
 * were opened.
 */
export const opportunities: Projection<OpportunityEvent> = {
  name: 'opportunities',
  version: 7,
  sees: 'released',
  collections: opportunityCollections,
  handles: opportunityTypes,
  ...byEffects(effectOf),
};
