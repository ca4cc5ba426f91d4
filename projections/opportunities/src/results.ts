import { dayOf, commissionOf } from '@commissioning/kernel';
import { unnamed, withholds } from '@commissioning/domain';
import type { Lookup } from '@commissioning/projecting';
import { type Change, change, type Effect, found } from '@commissioning/projecting';
import type { OpportunityDocument, ResultDocument } from './documents';
import type { Told } from './events';
import { opportunityKey, pendingKey, resultKey } from './keys';
import { awarded, fallenThrough, settled } from './opportunity';

/** An award as it will be known, which waits for its decision to be published. */
export const awardWaits = (event: Told<'GrantAwarded' | 'ContractAwarded'>): Effect => {
  const reference = commissionOf(event);
  const { award, lot, recipient, amount, decision } = event.data;
  return {
    reads: [],
    changes: [
      change<ResultDocument>(pendingKey.award(reference, award), () => ({
        commission: reference,
        became: 'awarded',
        lots: [{ lot, title: lot, reason: null }],
        award,
        provider: recipient.name,
        amount,
        decision,
        on: dayOf(event),
        declinedOn: null,
        withheld: [],
        at: event.metadata.recordedAt,
      })),
    ],
  };
};

/** A lot that ended without an award waits with the others of its decision. */
export const noAwardWaits = (event: Told<'NoAwardMade'>): Effect => {
  const reference = commissionOf(event);
  const { lot, reason, decision } = event.data;
  return {
    reads: [],
    changes: [
      change<ResultDocument>(pendingKey.noAward(reference, decision), (before) => ({
        commission: reference,
        became: 'no-award',
        lots: [...(before?.lots ?? []), { lot, title: lot, reason }],
        award: null,
        provider: null,
        amount: null,
        decision,
        on: dayOf(event),
        declinedOn: null,
        withheld: [],
        at: event.metadata.recordedAt,
      })),
    ],
  };
};

type Published = Told<'DecisionPublished'>;

/** What waited, as the publication lets it be known: its lots by their titles, without what is withheld. */
const resultReleased = (
  event: Published,
  held: ResultDocument,
  opportunity: OpportunityDocument,
): ResultDocument => {
  const { withheld } = event.data;
  const titles = new Map<string, string>(opportunity.lots.map(({ id, title }) => [id, title]));
  const hidden = held.became === 'awarded' && withholds(withheld, 'provider', 'recipient');
  return {
    ...held,
    lots: held.lots.map((each) => ({
      ...each,
      title: titles.get(each.lot) ?? each.lot,
      reason: withholds(withheld, 'reasons') ? null : each.reason,
    })),
    provider: hidden ? unnamed : held.provider,
    withheld,
    at: event.metadata.recordedAt,
  };
};

const withResult = (
  before: OpportunityDocument,
  { became, lots, award, declinedOn }: ResultDocument,
): OpportunityDocument => {
  const about = lots.map(({ lot }) => lot);
  if (became === 'no-award') return settled(before, about, became);
  // What had come to nothing before it was published is known, and settles nothing.
  if (award === null || declinedOn !== null) return before;
  return about.reduce((after, lot) => awarded(after, lot, award), before);
};

/** An award that came to nothing, whether it is known yet or still waits. */
export const comesToNothing = (event: Told<'AwardDeclined'>): Effect => {
  const reference = commissionOf(event);
  const { award, lot, declinedOn } = event.data;
  const declined = (before: ResultDocument | undefined): ResultDocument | undefined =>
    before && { ...before, declinedOn };
  return {
    reads: [],
    changes: [
      change<OpportunityDocument>(
        opportunityKey(reference),
        (before) => before && fallenThrough(before, lot, award),
      ),
      change<ResultDocument>(pendingKey.award(reference, award), declined),
      change<ResultDocument>(resultKey(reference, 'award', award), declined),
    ],
  };
};

/** A published decision makes known what became of the lots that it settled, where there was an opportunity. */
export const decisionReleases = (event: Published): Effect => {
  const reference = commissionOf(event);
  const { decision, awards = [] } = event.data;
  const opportunity = opportunityKey(reference);
  const waiting = [
    ...awards.map((award) => ({ held: pendingKey.award(reference, award), about: ['award', award] })),
    { held: pendingKey.noAward(reference, decision), about: ['no-award', decision] },
  ];
  const heldIn = (lookup: Lookup): ReadonlyArray<ResultDocument> =>
    waiting.flatMap(({ held }) => found<ResultDocument>(lookup, held) ?? []);
  return {
    reads: [opportunity, ...waiting.map(({ held }) => held)],
    changes: [
      change<OpportunityDocument>(opportunity, (before, lookup) =>
        heldIn(lookup).reduce((after, result) => after && withResult(after, result), before),
      ),
      ...waiting.flatMap(({ held, about }): ReadonlyArray<Change> => [
        change<ResultDocument>(resultKey(reference, ...about), (before, lookup) => {
          const waited = found<ResultDocument>(lookup, held);
          const offered = found<OpportunityDocument>(lookup, opportunity);
          return waited && offered ? resultReleased(event, waited, offered) : before;
        }),
        change<ResultDocument>(held, () => undefined),
      ]),
    ],
  };
};
