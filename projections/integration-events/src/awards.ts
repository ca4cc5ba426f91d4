import { unnamed, type Withheld, withholds } from '@commissioning/domain';
import { commissionOf, dayOf, noPence, type Pence, remaining, sumPence } from '@commissioning/kernel';
import { change, type Effect, found, type Lookup } from '@commissioning/projecting';
import { agreementEnded, agreementSigned, paymentMade, paymentRecovered } from './agreement-events';
import { type Awarded, awardDeclined, contractAwarded, grantAwarded } from './award-events';
import { type HeldAward, pendingKey } from './pending';
import { type Release, releases, type Telling, telling } from './release';
import type { Told } from './source';

/** An award waits until its decision is published. */
export const awardWaits = (event: Told<'GrantAwarded' | 'ContractAwarded'>): Effect => {
  const commission = commissionOf(event);
  const { award, lot, title, recipient, amount, years, term, purpose, legalPower, decision } = event.data;
  return {
    reads: [],
    changes: [
      change<HeldAward>(pendingKey.award(commission, award), (before) =>
        before?.public === true
          ? before
          : {
              public: false,
              instrument: event.type === 'GrantAwarded' ? 'grant' : 'contract',
              awarded: {
                commission,
                award,
                lot,
                title,
                provider: recipient.name,
                providerReference: recipient.provider,
                amount,
                years,
                term,
                purpose,
                legalPower,
                decision,
                awardedOn: dayOf(event),
                paid: noPence,
                withheld: [],
              },
              signed: null,
              declined: null,
              ended: null,
            },
      ),
    ],
  };
};

/** An award without what is withheld of it, by the names under which its parts go. */
export const awardWithout = <Award extends Pick<Awarded, 'title' | 'provider' | 'providerReference'>>(
  award: Award & Partial<Pick<Awarded, 'purpose'>>,
  withheld: ReadonlyArray<Withheld>,
): Award => ({
  ...award,
  ...(withholds(withheld, 'title') ? { title: unnamed } : {}),
  ...(withholds(withheld, 'provider', 'recipient') ? { provider: unnamed, providerReference: null } : {}),
  ...('purpose' in award && withholds(withheld, 'purpose') ? { purpose: null } : {}),
});

/** What a published decision tells of an award that it names, with what happened under it before. */
export const awardReleases = (event: Told<'DecisionPublished'>, award: string): ReadonlyArray<Release> => {
  const waits = pendingKey.award(commissionOf(event), award);
  const { withheld } = event.data;
  const release = (about: string, tell: (held: HeldAward) => Telling | null): Release => ({
    about: `award/${award}/${about}`,
    tell: (lookup: Lookup) => {
      const held = found<HeldAward>(lookup, waits);
      return held === undefined || held.public ? undefined : (tell(held) ?? undefined);
    },
  });
  return [
    release(
      'awarded',
      ({ awarded, instrument }) =>
        awarded &&
        telling(instrument === 'grant' ? grantAwarded : contractAwarded, {
          ...awardWithout(awarded, withheld),
          withheld,
        }),
    ),
    release('declined', ({ declined }) => declined && telling(awardDeclined, declined)),
    release('signed', ({ signed }) => signed && telling(agreementSigned, signed)),
    release('ended', ({ ended }) => ended && telling(agreementEnded, ended)),
  ];
};

/** An award that everybody knows of from now on; that it is public is all that is kept. */
export const awardPublic = (before: HeldAward | undefined): HeldAward | undefined =>
  before && { ...before, public: true, awarded: null, signed: null, declined: null, ended: null };

const paidAfter = (before: Awarded, paid: Pence): Awarded => ({ ...before, paid });

type UnderAward = Told<
  'AwardDeclined' | 'AgreementSigned' | 'AgreementTerminated' | 'PaymentMade' | 'PaymentRecovered'
>;

const toldOf = (event: UnderAward): Telling => {
  const commission = commissionOf(event);
  switch (event.type) {
    case 'AwardDeclined': {
      const { award, lot, cause, declinedOn } = event.data;
      return telling(awardDeclined, { commission, award, lot, cause, declinedOn });
    }
    case 'AgreementSigned': {
      const { award, signedOn, amount, term } = event.data;
      return telling(agreementSigned, { commission, award, signedOn, amount, term });
    }
    case 'AgreementTerminated': {
      const { award, by, lastDay, amount } = event.data;
      return telling(agreementEnded, { commission, award, by, lastDay, amount });
    }
    case 'PaymentMade': {
      const { award, payment, amount, paidOn } = event.data;
      return telling(paymentMade, { commission, award, payment, amount, paidOn });
    }
    case 'PaymentRecovered': {
      const { award, payment, recovery, amount, recoveredOn } = event.data;
      return telling(paymentRecovered, { commission, award, payment, recovery, amount, recoveredOn });
    }
  }
};

/** An award that is not public yet, with what happened under it. */
const heldAfter = (event: UnderAward, before: HeldAward): HeldAward => {
  const { awarded } = before;
  switch (event.type) {
    case 'AwardDeclined':
      return { ...before, declined: toldOf(event).data as HeldAward['declined'] };
    case 'AgreementSigned':
      return { ...before, signed: toldOf(event).data as HeldAward['signed'] };
    case 'AgreementTerminated':
      return { ...before, ended: toldOf(event).data as HeldAward['ended'] };
    case 'PaymentMade': {
      const { pence } = event.data.amount;
      return { ...before, awarded: awarded && paidAfter(awarded, sumPence([awarded.paid, pence])) };
    }
    case 'PaymentRecovered': {
      const { pence } = event.data.amount;
      return { ...before, awarded: awarded && paidAfter(awarded, remaining(awarded.paid, pence)) };
    }
  }
};

/** What happens under an award: told at once where the award is public, kept with it where it is not. */
export const happensUnderAward = (event: UnderAward): Effect => {
  const held = pendingKey.award(commissionOf(event), event.data.award);
  const isPublic = (before: HeldAward | undefined): boolean => before?.public === true;
  return {
    reads: [held],
    changes: [
      ...releases(event, [
        {
          about: event.type,
          tell: (lookup) => (isPublic(found<HeldAward>(lookup, held)) ? toldOf(event) : undefined),
        },
      ]),
      change<HeldAward>(held, (before) =>
        before === undefined || isPublic(before) ? before : heldAfter(event, before),
      ),
    ],
  };
};
