import { unnamed, type Withheld, withholds } from '@commissioning/domain';
import { commissionOf } from '@commissioning/kernel';
import { change, type Effect, found } from '@commissioning/projecting';
import { type Awarded, contractAwarded, grantAwarded, priorAwardRecorded } from './award-events';
import { awardWithout } from './awards';
import { itemWithheld } from './course-events';
import type { ReleasedEvent, WithheldParts } from './documents';
import { opportunityPublished } from './opportunity-events';
import { type HeldAward, type HeldCommission, pendingKey, withheldKey } from './pending';
import { releases, telling } from './release';
import type { Told } from './source';

/** A part that is withheld from now on: told where what it is a part of is public. */
export const withholdsItem = (event: Told<'ItemWithheld'>): Effect => {
  const commission = commissionOf(event);
  const { withholding, award = null, item, ground, inTheViewOf, until = null } = event.data;
  const whole = award === null ? pendingKey.commission(commission) : pendingKey.award(commission, award);
  return {
    reads: [whole],
    changes: [
      ...releases(event, [
        {
          about: event.type,
          tell: (lookup) =>
            found<HeldAward | HeldCommission>(lookup, whole)?.public === true
              ? telling(itemWithheld, { commission, award, withholding, item, ground, inTheViewOf, until })
              : undefined,
        },
      ]),
      change<WithheldParts>(withheldKey(commission), (before) => ({
        commission,
        parts: [...(before?.parts ?? []), { award, item, ground, inTheViewOf, until }],
      })),
    ],
  };
};

const asShown = ({ item, ground, inTheViewOf }: Withheld): Withheld => ({ item, ground, inTheViewOf });

/**
 * A public event as it is given out today: without what has been withheld since. What the event told is kept as it was;
 * whoever fetches it now is told no more of it than the register tells.
 */
export const releasedToday = (
  event: ReleasedEvent,
  withheld: WithheldParts | undefined,
  today: string,
): ReleasedEvent => {
  const inForce = (withheld?.parts ?? []).filter(({ until }) => until === null || until >= today);
  const { data } = event;
  const own = inForce.filter(({ award }) => award === (data['award'] ?? null)).map(asShown);
  if (own.length === 0) return event;
  switch (event.type) {
    case grantAwarded.type:
    case contractAwarded.type: {
      const award = data as unknown as Awarded;
      const without = { ...awardWithout(award, own), withheld: [...award.withheld, ...own] };
      return { ...event, data: without };
    }
    case priorAwardRecorded.type:
      return { ...event, data: awardWithout(data as unknown as Awarded, own) };
    case opportunityPublished.type:
      return {
        ...event,
        data: {
          ...data,
          ...(withholds(own, 'title') ? { title: unnamed } : {}),
          ...(withholds(own, 'need') ? { need: unnamed } : {}),
        },
      };
    default:
      return event;
  }
};
