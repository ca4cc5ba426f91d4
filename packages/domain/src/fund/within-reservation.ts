import { type LocalId, type Pence, type Refusal, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { check, present } from '../checks';
import { type FundState, leftOfReservation, type Reservation } from './state';

export const reservationKnown = rule({
  id: 'fund.reservation-known',
  sentence: 'Money is committed from a reservation of this fund.',
  strength: 'integrity',
  source: 'Design of the record',
});

export const withinReservation = rule({
  id: 'fund.within-reservation',
  sentence: 'No more is committed or released than is left of the reservation.',
  strength: 'integrity',
  source: 'Financial regulations: commitment accounting',
});

/** The reservation, when there is one of that name with that much left. */
export const reservationWith = (
  fund: FundState,
  { reservation, amount }: { readonly reservation: LocalId; readonly amount: Pence },
): E.Either<Refusal, Reservation> =>
  pipe(
    present(fund.reservations.get(reservation), reservationKnown, { reservation }, '/reservation'),
    E.chainFirst((made) => {
      const left = leftOfReservation(made);
      return check(amount <= left, withinReservation, { reservation, amount, left }, '/amount');
    }),
  );
