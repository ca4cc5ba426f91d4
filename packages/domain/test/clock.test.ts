import { addMilliseconds, type Actor, type Instant } from '@commissioning/kernel';
import { clockTolerance, confirmClock } from '../src/clock/confirm-clock';
import { ClockConfirmed } from '../src/clock/events';
import { clock } from '../src/clock/state';
import { made } from './support/made';
import { contextOf, recorded, specificationOf } from './support/specification';

const { given } = specificationOf(clock);
const now = '2027-01-04T08:59:00.000Z' as Instant;
const administrator = { id: 'administrator-1', role: 'administrator' } as Actor;
const context = contextOf({ now, actor: administrator });
const reason = 'The office was closed for a month.';
const said = { read: '2027-01-04T08:58:00.000Z', reason };
const confirmed = made(ClockConfirmed, said);
const of = 'BEDS-2027';

describe('confirming the clock', () => {
  test('says what another clock said, and why it was asked', () => {
    given()
      .when(confirmClock, { ...said, clock: of }, context)
      .then(confirmed);
  });

  test('is done again where it is asked again, and otherwise is a fact of its own', () => {
    const [before] = recorded([confirmed]);
    const later = { read: '2027-01-04T09:01:00.000Z', reason: 'It was moved.' };
    given(...(before ? [before] : []))
      .when(confirmClock, { ...later, clock: of }, context)
      .then(made(ClockConfirmed, later));
  });

  test.each([
    ['before', -1],
    ['after', 1],
  ])(
    'clock.read-elsewhere: takes another clock that is fifteen minutes %s it, and none further off',
    (_which, sign) => {
      const at = (apart: number) => ({ reason, clock: of, read: addMilliseconds(now, sign * apart) });
      given()
        .when(confirmClock, at(clockTolerance), context)
        .then(made(ClockConfirmed, { reason, read: addMilliseconds(now, sign * clockTolerance) }));
      const read = addMilliseconds(now, sign * (clockTolerance + 1));
      given()
        .when(confirmClock, at(clockTolerance + 1), context)
        .refused('clock.read-elsewhere', { read, clock: now }, '/read');
    },
  );

  test('clock.read-elsewhere: is refused of a clock that is wrong, though it was confirmed before', () => {
    const ahead = '2062-01-04T08:59:00.000Z' as Instant;
    given(...recorded([confirmed]))
      .when(confirmClock, { ...said, clock: of }, contextOf({ now: ahead, actor: administrator }))
      .refused('clock.read-elsewhere', { read: said.read, clock: ahead });
  });

  test('is for administrators', () => {
    expect(confirmClock.roles).toEqual(['administrator']);
  });
});
