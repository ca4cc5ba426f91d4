import { type Corrected, type CorrectionEvent, correctedIn, namedIn } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';
import type { PartKind } from './documents';
import { part, type PartChange } from './part';

/** A part by its kind and the fields whose ids, together, are its id; a part without such has its kind for an id. */
const partOf: Readonly<Record<string, readonly [PartKind, ...ReadonlyArray<string>]>> = {
  NeedIdentified: ['need'],
  EvidenceAdded: ['evidence', 'evidence'],
  ConsultationOpened: ['consultation', 'consultation'],
  ConsultationHeld: ['consultation', 'consultation'],
  MarketEngaged: ['engagement', 'engagement'],
  DraftSpecShared: ['draft', 'draft'],
  NoticePublished: ['notice', 'notice'],
  ChallengeRaised: ['challenge', 'challenge'],
  PaymentMade: ['payment', 'award', 'payment'],
  PaymentRecovered: ['recovery', 'award', 'recovery'],
  ContributionReceived: ['contribution-receipt', 'contribution', 'receipt'],
  FeedbackRecorded: ['heard', 'feedback'],
  InsightRecorded: ['insight', 'insight'],
  PriorAwardRecorded: ['award', 'award'],
  CommissionClosed: ['closing'],
};

/** What was put right in a part, with what stood there, why and by whom. */
export interface Correcting {
  readonly fields: ReadonlyArray<Corrected>;
  /** Stands with the part, beside the corrections before it. */
  readonly told: Readonly<Record<string, unknown>>;
}

/** The part in which a slip was put right. */
export const partsOfCorrection = (event: Happened<CorrectionEvent>): ReadonlyArray<PartChange> => {
  const { correction, of, reason } = event.data;
  const place = partOf[of];
  if (place === undefined) return [];
  const [kind, ...names] = place;
  const id = names.length === 0 ? kind : names.map((name) => namedIn(event.data, name)).join('/');
  const { recordedAt: at, actor } = event.metadata;
  const fields = correctedIn(event.data);
  return [
    part(
      kind,
      id,
      null,
      {},
      { corrected: { fields, told: { correction, fields, reason, at, by: actor.id } } },
    ),
  ];
};
