import { dayOf, commissionOf } from '@commissioning/kernel';
import type { DocumentKey, Lookup } from '@commissioning/projecting';
import type { CommissionDocument, EntryDocument, PaymentDocument, StepDocument } from './documents';
import { changesReleased, entryChanged } from './changes';
import { type Change, change, type Effect, found } from '@commissioning/projecting';
import type { Told } from './events';
import {
  commissionKept,
  earlierPayments,
  type HeldAward,
  type HeldCommission,
  heldCommissionAfter,
  type HeldNoAward,
} from './held';
import { interruptionsReleased } from './interruptions';
import { commissionKey, earlierPaymentsKey, entryKey, pendingKey, stepKey } from './keys';
import { earlierPaymentsStep, noAwardStep, stepAbout, stepOf } from './story';
import { withholding } from './withholding';

const heldCommission = (lookup: Lookup, reference: string): HeldCommission | undefined =>
  found(lookup, pendingKey.commission(reference));

/** The steps of a commission's story that waited with its need. */
const stepsWithNeed = (reference: string): ReadonlyArray<Change> => [
  change<StepDocument>(
    stepKey(reference, 'need'),
    (before, lookup) => before ?? heldCommission(lookup, reference)?.identified ?? undefined,
  ),
  change<StepDocument>(
    stepKey(reference, 'closed'),
    (before, lookup) => before ?? heldCommission(lookup, reference)?.closing ?? undefined,
  ),
];

/**
 * A commission as it is public from now on: all that waited, beside what decisions made public of it before. Undefined
 * when nothing is known of it.
 */
const commissionReleased = (
  held: HeldCommission | undefined,
  before: CommissionDocument | undefined,
): CommissionDocument | undefined => {
  const { directAward = null, contributions = null, withoutAward = [] } = before ?? {};
  return held === undefined ? before : { ...held.commission, directAward, contributions, withoutAward };
};

/** A published specification makes the need public that it answers. */
export const specificationReleases = (event: Told<'SpecPublished'>): Effect => {
  const reference = commissionOf(event);
  return {
    reads: [pendingKey.commission(reference)],
    changes: [
      change<CommissionDocument>(commissionKey(reference), (before, lookup) =>
        commissionReleased(heldCommissionAfter(event, heldCommission(lookup, reference)), before),
      ),
      commissionKept(event),
      ...stepsWithNeed(reference),
      change<StepDocument>(stepKey(reference, 'specification'), () => stepOf(event)),
    ],
  };
};

const entryReleased = (
  event: Told<'DecisionPublished'>,
  held: HeldAward | undefined,
): EntryDocument | undefined =>
  held && withholding({ ...held.entry, publishedOn: dayOf(event) }, event.data.withheld);

/** A step that waited with an award, told of the entry as it is released. */
const stepReleased = (
  event: Told<'DecisionPublished'>,
  key: DocumentKey,
  award: DocumentKey,
  waiting: (held: HeldAward) => StepDocument | null,
): Change =>
  change<StepDocument>(key, (before, lookup) => {
    const held = found<HeldAward>(lookup, award);
    const entry = entryReleased(event, held);
    const told = held && waiting(held);
    return before ?? (entry && told ? stepAbout(entry.provider, told) : undefined);
  });

const awardReleased = (event: Told<'DecisionPublished'>, award: string): ReadonlyArray<Change> => {
  const reference = commissionOf(event);
  const waits = pendingKey.award(reference, award);
  const release = (about: ReadonlyArray<string>, waiting: (held: HeldAward) => StepDocument | null): Change =>
    stepReleased(event, stepKey(reference, 'award', award, ...about), waits, waiting);
  return [
    change<EntryDocument>(entryKey(reference, award), (before, lookup) => {
      const entry = before ?? entryReleased(event, found(lookup, waits));
      return entry && entryChanged(event, entry, found(lookup, pendingKey.changes(reference, award)));
    }),
    ...changesReleased(event, award),
    change<HeldAward>(waits, () => undefined),
    change<PaymentDocument>(earlierPaymentsKey(reference, award), (before, lookup) => {
      const held = found<HeldAward>(lookup, waits);
      return before ?? (held && earlierPayments(held));
    }),
    release([], ({ awarded }) => awarded),
    release(['declined'], ({ declined }) => declined),
    release(['signed'], ({ signed }) => signed),
    release(
      ['paid-before-publication'],
      ({ payments, lastPayment }) => lastPayment && earlierPaymentsStep(lastPayment, payments),
    ),
    release(['reviewed-before-publication'], ({ reviewed }) => reviewed),
    release(['subsidy-before-publication'], ({ subsidyEntered }) => subsidyEntered),
    release(['recovered-before-publication'], ({ lastRecovery }) => lastRecovery),
    release(['ended'], ({ ended }) => ended),
  ];
};

/**
 * A published decision makes public the need it answers, the awards it names with all that happened under them
 * meanwhile, and the lots that ended without an award under it.
 */
export const decisionReleases = (event: Told<'DecisionPublished'>): Effect => {
  const reference = commissionOf(event);
  const { decision, awards = [] } = event.data;
  const noAward = pendingKey.noAward(reference, decision);
  const interruptions = interruptionsReleased(event);
  return {
    reads: [
      ...interruptions.reads,
      pendingKey.commission(reference),
      noAward,
      ...awards.flatMap((award) => [
        pendingKey.award(reference, award),
        pendingKey.changes(reference, award),
        entryKey(reference, award),
      ]),
    ],
    changes: [
      change<CommissionDocument>(commissionKey(reference), (before, lookup) => {
        const held = heldCommission(lookup, reference);
        const commission = commissionReleased(held, before);
        const ended = found<HeldNoAward>(lookup, noAward)?.lots ?? [];
        const earlier = commission?.withoutAward.filter((each) => each.decision !== decision) ?? [];
        return (
          commission && {
            ...commission,
            directAward: held?.directAward ?? commission.directAward,
            contributions: held?.contributions ?? commission.contributions,
            withoutAward: [...earlier, ...ended],
          }
        );
      }),
      commissionKept(event),
      ...stepsWithNeed(reference),
      change<StepDocument>(stepKey(reference, 'decision', decision), (before) => before ?? stepOf(event)),
      change<StepDocument>(stepKey(reference, 'no-award', decision), (before, lookup) => {
        const held = found<HeldNoAward>(lookup, noAward);
        return held === undefined ? before : noAwardStep(held.last, held.lots);
      }),
      ...interruptions.changes,
      ...awards.flatMap((award) => awardReleased(event, award)),
    ],
  };
};
