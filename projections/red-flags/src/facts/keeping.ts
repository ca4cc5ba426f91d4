import {
  type ActorId,
  type BodyId,
  bodyOf,
  CommissionRef,
  type EventId,
  type Happened,
  parseStreamName,
  type ProviderRef,
} from '@commissioning/kernel';
import { type Change, change, type DocumentKey, type Lookup } from '@commissioning/projecting';
import type { Fact, FactDocument, Happening, SubjectDocument } from '../documents';

/** The key of a fact: its kind, and what it is about. */
export const factKey = (kind: FactDocument['kind'], ...about: ReadonlyArray<string>): DocumentKey => ({
  collection: 'facts',
  id: [kind, ...about].join('/'),
});

/** An event as a flag cites it. */
export const happening = (event: Happened): Happening => ({
  event: event.id as EventId,
  at: event.metadata.recordedAt,
});

/** The owner of the stream that an event stands in: a commission, a decision, a body. */
export const ownerOf = (event: Happened): string => parseStreamName(event.stream)?.id ?? '';

/** The commission that a stream belongs to; empty for that of a decision, whose reference may look like one. */
const commissionIn = (event: Happened): string => {
  const kind = parseStreamName(event.stream)?.kind;
  return kind === 'commission' || kind === 'duties' ? ownerOf(event) : '';
};

/** What every fact says of where it belongs. */
export const placeOf = (
  event: Happened,
  commission: string = commissionIn(event),
  provider: ProviderRef | null = null,
): {
  readonly body: BodyId;
  readonly commission: CommissionRef | null;
  readonly provider: ProviderRef | null;
} => ({
  body: bodyOf(ownerOf(event)),
  commission: CommissionRef.is(commission) ? commission : null,
  provider,
});

/** A fact that is kept whatever was there before. */
export const kept = <Kind extends FactDocument['kind']>(
  key: DocumentKey,
  after: (before: Fact<Kind> | undefined, lookup: Lookup) => Fact<Kind>,
): Change => change<Fact<Kind>>(key, after);

/** A fact that changes only where it is known; the same object where nothing changes, so that nothing is written. */
export const changed = <Kind extends FactDocument['kind']>(
  key: DocumentKey,
  after: (before: Fact<Kind>) => Fact<Kind>,
): Change => change<Fact<Kind>>(key, (before) => before && after(before));

/** Something that flags can be asked of, noted once. */
export const subject = (document: SubjectDocument): Change =>
  change<SubjectDocument>(
    { collection: 'subjects', id: `${document.subject}/${document.reference}` },
    (before) => before ?? document,
  );

/** Who acted, by whom it was recorded. */
export const actorOf = (event: Happened): ActorId => event.metadata.actor.id;
