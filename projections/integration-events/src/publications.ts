import { unnamed, withholds } from '@commissioning/domain';
import { commissionOf, dayOf, parseStreamName } from '@commissioning/kernel';
import { change, type Effect, found, type Lookup } from '@commissioning/projecting';
import { noAwardMade } from './award-events';
import { awardPublic, awardReleases } from './awards';
import { changeReleases, changesTold } from './changes';
import { closeReleases, commissionPublic, interruptionReleases } from './commissions';
import { decisionPublished } from './course-events';
import {
  type HeldAward,
  type HeldCommission,
  type HeldDecision,
  type HeldInterruptions,
  type HeldNoAward,
  pendingKey,
} from './pending';
import { opportunityPublished } from './opportunity-events';
import { type Release, releases, telling } from './release';
import type { Told } from './source';

/** A published specification: an opportunity, and a commission that is public from then on. */
export const specificationReleases = (event: Told<'SpecPublished'>): Effect => {
  const commission = commissionOf(event);
  const { title, need, lots, opens, clarificationsUntil, closes } = event.data;
  const held = pendingKey.commission(commission);
  const opportunity: Release = {
    about: event.type,
    tell: (lookup) => {
      const {
        instrument = null,
        competition = null,
        regime = null,
      } = found<HeldCommission>(lookup, held) ?? {};
      return telling(opportunityPublished, {
        commission,
        title,
        need,
        instrument,
        competition,
        regime,
        lots: lots.map(({ id, title: called, envelope, maximumAward }) => ({
          lot: id,
          title: called,
          envelope,
          maximumAward,
        })),
        opens,
        clarificationsUntil,
        closes,
      });
    },
  };
  return {
    reads: [held],
    changes: [...releases(event, [opportunity, closeReleases(commission)]), commissionPublic(commission)],
  };
};

/** A lot that ended without an award waits with the others of its decision. */
export const noAwardWaits = (event: Told<'NoAwardMade'>): Effect => {
  const commission = commissionOf(event);
  const { lot, decision, reason } = event.data;
  return {
    reads: [],
    changes: [
      change<HeldNoAward>(pendingKey.noAward(commission, decision), (before) => ({
        commission,
        decision,
        lots: [...(before?.lots ?? []), { lot, reason }],
      })),
    ],
  };
};

/** A decision waits until it is published. */
export const decisionWaits = (event: Told<'DecisionTaken'>): Effect => {
  const { decision, title, reasons } = event.data;
  return {
    reads: [],
    changes: [
      change<HeldDecision>(pendingKey.decision(decision), () => ({
        decision,
        title,
        reasons,
        decidedOn: dayOf(event),
        withheld: [],
      })),
    ],
  };
};

const itself = (event: Told<'DecisionPublished'>): Effect => {
  const { decision, withheld } = event.data;
  const waits = pendingKey.decision(decision);
  const release: Release = {
    about: event.type,
    tell: (lookup) => {
      const held = found<HeldDecision>(lookup, waits);
      return (
        held &&
        telling(decisionPublished, {
          ...held,
          title: withholds(withheld, 'title') ? unnamed : held.title,
          reasons: withholds(withheld, 'reasons') ? null : held.reasons,
          withheld,
        })
      );
    },
  };
  return {
    reads: [waits],
    changes: [...releases(event, [release]), change<HeldDecision>(waits, () => undefined)],
  };
};

const inCommission = (event: Told<'DecisionPublished'>): Effect => {
  const commission = commissionOf(event);
  const { decision, withheld, awards = [] } = event.data;
  const [noAward, interruptions] = [
    pendingKey.noAward(commission, decision),
    pendingKey.interruptions(commission, decision),
  ];
  const noAwards: Release = {
    about: 'no-award',
    tell: (lookup: Lookup) => {
      const held = found<HeldNoAward>(lookup, noAward);
      if (held === undefined) return undefined;
      const lots = held.lots.map(({ lot, reason }) => ({
        lot,
        reason: withholds(withheld, 'reasons') ? null : reason,
      }));
      return telling(noAwardMade, { ...held, lots });
    },
  };
  return {
    reads: [
      pendingKey.commission(commission),
      noAward,
      interruptions,
      ...awards.flatMap((award) => [
        pendingKey.award(commission, award),
        pendingKey.changes(commission, award),
      ]),
    ],
    changes: [
      ...releases(event, [
        ...interruptionReleases(event),
        noAwards,
        ...awards.flatMap((award) => [...awardReleases(event, award), ...changeReleases(event, award)]),
        closeReleases(commission),
      ]),
      commissionPublic(commission),
      change<HeldNoAward>(noAward, () => undefined),
      change<HeldInterruptions>(interruptions, () => undefined),
      ...awards.flatMap((award) => [
        change<HeldAward>(pendingKey.award(commission, award), awardPublic),
        changesTold(event, award),
      ]),
    ],
  };
};

/** A published decision: in its own stream it is told itself, in a commission's what it makes public of that. */
export const decisionReleases = (event: Told<'DecisionPublished'>): Effect =>
  parseStreamName(event.stream)?.kind === 'decision' ? itself(event) : inCommission(event);
