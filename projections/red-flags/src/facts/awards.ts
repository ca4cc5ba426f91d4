import { dayOf, noPence, type Pence, remaining, sumPence } from '@commissioning/kernel';
import { type Change, found, type Lookup } from '@commissioning/projecting';
import type { EventId } from '@commissioning/kernel';
import type { Fact } from '../documents';
import type { Told } from '../events';
import { changed, factKey, happening, kept, ownerOf, placeOf, subject } from './keeping';
import { bookKey } from './route';

type Award = Fact<'award'>;
type Made = Told<'GrantAwarded' | 'ContractAwarded'>;

const awardMade = (event: Made, lookup: Lookup): Award => {
  const { award, lot, bid = null, decision, amount, recipient } = event.data;
  const commission = found<Fact<'commission'>>(lookup, factKey('commission', ownerOf(event)));
  const book = found<Fact<'book'>>(lookup, bookKey(event));
  const route = commission?.route ?? null;
  return {
    kind: 'award',
    ...placeOf(event, ownerOf(event), recipient.provider),
    ...happening(event),
    award,
    lot,
    bid,
    instrument: event.type === 'GrantAwarded' ? 'grant' : 'contract',
    on: dayOf(event),
    decision,
    amount,
    direct: route?.competition === 'none',
    upTo: route?.upTo ?? null,
    limits: (book?.bands ?? []).flatMap(({ upTo }) => upTo ?? []),
    beside: route?.beside ? { event: route.event, ...route.beside } : null,
    closed: commission?.moved.at(-1)?.to ?? commission?.specification?.closes ?? null,
    cameToNothing: null,
    signed: null,
    sum: amount,
    changes: [],
    paid: noPence,
    firstPaid: null,
    overpaid: null,
  };
};

const withSum = (event: Told<'AgreementVaried' | 'AgreementExtended'>, before: Award): Award => {
  const { amount: sum, reason } = event.data;
  if (sum === undefined || sum.pence === before.sum.pence) return before;
  const { pence } = sum;
  return { ...before, sum, changes: [...before.changes, { ...happening(event), pence, reason }] };
};

const paidAfter = (event: Told<'PaymentMade'>, before: Award): Award => {
  const paid = sumPence([before.paid, event.data.amount.pence]);
  const { pence: sum } = before.sum;
  const firstPaid = before.firstPaid ?? { ...happening(event), on: event.data.paidOn };
  const over = paid > sum ? { ...happening(event), paid, sum } : null;
  return { ...before, paid, firstPaid, overpaid: before.overpaid ?? over };
};

type OfAward = Told<
  | 'AwardDeclined'
  | 'AgreementSigned'
  | 'AgreementVaried'
  | 'AgreementExtended'
  | 'AgreementTerminated'
  | 'PaymentMade'
  | 'PaymentRecovered'
>;

const awardAfter = (event: OfAward, before: Award): Award => {
  switch (event.type) {
    case 'AwardDeclined':
      return { ...before, cameToNothing: event.id as EventId };
    case 'AgreementSigned': {
      const { signedOn: on, amount, term } = event.data;
      return { ...before, signed: { ...happening(event), on, amount, term }, sum: amount };
    }
    case 'AgreementVaried':
    case 'AgreementExtended':
      return withSum(event, before);
    case 'AgreementTerminated':
      return { ...before, sum: event.data.amount };
    case 'PaymentMade':
      return paidAfter(event, before);
    case 'PaymentRecovered':
      return { ...before, paid: remaining(before.paid, event.data.amount.pence as Pence) };
  }
};

/** An award and what became of it; with the first the provider is one that flags can be asked of. */
export const awardChanges = (event: Made | OfAward): ReadonlyArray<Change> => {
  const key = factKey('award', ownerOf(event), event.data.award);
  if (event.type !== 'GrantAwarded' && event.type !== 'ContractAwarded')
    return [changed<'award'>(key, (before) => awardAfter(event, before))];
  const { provider: reference } = event.data.recipient;
  const { body } = placeOf(event);
  return [
    kept<'award'>(key, (_before, lookup) => awardMade(event, lookup)),
    subject({ subject: 'provider', reference, body }),
  ];
};
