import { epochMilliseconds, type Instant, Line, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, check, type Check } from '../checks';
import type { DomainAction } from '../context';
import { ClockConfirmed, type ClockEvent } from './events';
import type { ClockState } from './state';

/**
 * How far apart two clocks may be that are both right, in milliseconds: fifteen minutes. Whoever reads a watch and types is
 * well within it, and so is every clock that is kept right by a time service.
 */
export const clockTolerance = 15 * 60_000;

const clockReadElsewhere = rule({
  id: 'clock.read-elsewhere',
  sentence:
    'A clock is confirmed by what another one says: they are no more than a quarter of an hour apart.',
  strength: 'integrity',
  source: 'Design of the record: what is recorded under a wrong moment cannot be recorded otherwise',
});

/** `clock` is the stream it stands in, of a body and a year, `BEDS-2026`: one year that was wrong spoils no other. */
const ConfirmClock = t.intersection([ClockConfirmed.codec, t.type({ clock: Line })], 'ConfirmClock');

const agrees = (read: Instant, now: Instant): Check =>
  check(
    Math.abs(epochMilliseconds(read) - epochMilliseconds(now)) <= clockTolerance,
    clockReadElsewhere,
    { read, clock: now },
    '/read',
  );

/** Confirms that the clock is right, by one that does not depend on it. */
export const confirmClock: DomainAction<t.TypeOf<typeof ConfirmClock>, ClockState, ClockEvent> = {
  name: 'confirm-clock',
  aggregate: 'clock',
  says: 'Confirm, by another clock, that the one by which the record is kept is right.',
  command: ConfirmClock,
  opens: true,
  roles: ['administrator'],
  rules: [clockReadElsewhere],
  needs: () => ({}),
  decide:
    ({ clock: _clock, ...said }, { now }) =>
    ({ confirmed }) =>
      pipe(
        agrees(said.read, now),
        E.map(() => (alike(confirmed, said) ? [] : [ClockConfirmed.make(said)])),
      ),
};
