import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { movement } from './action';
import { ReservationReleased } from './events';
import { reservationWith, withinReservation } from './within-reservation';

type ReleaseReservation = t.TypeOf<typeof ReservationReleased.codec>;

/**
 * Gives money that was set aside and is not needed back to the fund. The saga alone does, so that no award is left without
 * what it was promised; finance gives back with `release-funding`. Of what the fund refused to set aside there is nothing
 * to give back, and that is no refusal: the commission gives it up all the same.
 */
export const releaseReservation = movement<ReleaseReservation>({
  name: 'release-reservation',
  says: 'Give back to the fund what was set aside and is not needed.',
  command: ReservationReleased.codec,
  roles: ['system'],
  beforeOpening: 'where-promised',
  rules: [withinReservation],
  entry: ({ release }, fund) => ({ field: '/release', before: fund.releases.get(release) }),
  decide: (command) => (fund) =>
    fund.reservations.has(command.reservation)
      ? pipe(
          reservationWith(fund, command),
          E.map(() => [ReservationReleased.make(command)]),
        )
      : E.right([]),
});
