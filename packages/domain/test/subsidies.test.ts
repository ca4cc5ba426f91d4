import { fold } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { assessSubsidy } from '../src/commission/purchase/assess-subsidy';
import { withinNotified } from '../src/commission/purchase/assistance';
import { confirmAssistance } from '../src/commission/purchase/confirm-assistance';
import { enterSubsidy } from '../src/commission/purchase/enter-subsidy';
import { AgreementSigned, GrantAwarded, SubsidyAssessed } from '../src/commission/purchase/events';
import { notifyAssistance } from '../src/commission/purchase/notify-assistance';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import {
  AssistanceConfirmed,
  AssistanceNotified,
  SubsidyEntered,
} from '../src/commission/purchase/subsidy-events';
import { AgreementExtended, AgreementVaried } from '../src/commission/review/life-events';
import { commission as commissionAggregate } from '../src/commission/evolve';
import { courseTypes } from '../src/duties/bearing';
import { outside, share, signedGrant } from './support/agreement';
import { after, contextAt, fundReference, need, reference, village } from './support/commission';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { type Day, foundOf, told } from './support/duties';
import { made } from './support/made';
import { recorded } from './support/specification';

const today = contextAt('2026-11-23T12:00:00.000Z');
const limited = 'minimal-financial-assistance';

const notifying = {
  notification: 'n1',
  provider: village,
  route: limited,
  amount: 8_000_000,
  notifiedOn: '2026-11-16',
};
const notified = (more: object = {}) => made(AssistanceNotified, { ...notifying, ...more });
const assessing = (route: string, confirmedOn = '2026-11-20') => ({
  provider: village,
  isSubsidy: true,
  reason: 'It competes.',
  route,
  confirmation: { received: 0, confirmedOn, reference: 'Letter 1' },
});
const assessed = (route: string) => made(SubsidyAssessed, assessing(route));
const noSubsidy = made(SubsidyAssessed, { provider: village, isSubsidy: false, reason: 'No trade.' });

/** The grant of £80,000, or of so many pence, with what was said of it before the award. */
const granted = (before: ReadonlyArray<CommissionEvent>, pence = 8_000_000, upTo = 'AgreementSigned') => {
  const events = signedGrant().map((event) => {
    if (event.type === 'GrantAwarded')
      return made(GrantAwarded, { ...event.data, amount: outside(pence) } as object);
    if (event.type === 'AgreementSigned')
      return made(AgreementSigned, { ...event.data, amount: outside(pence) } as object);
    return event;
  });
  const at = events.findIndex(({ type }) => type === 'GrantAwarded');
  const end = events.findIndex(({ type }) => type === upTo);
  return [...events.slice(0, at), ...before, ...events.slice(at, end + 1)];
};

describe('telling an enterprise what assistance it may be given', () => {
  test('is of a provider that is registered, and has been done', () => {
    after(need).when(notifyAssistance, notifying, today).then(notified());
    after(need)
      .when(notifyAssistance, { ...notifying, provider: 'BEDS-nobody' }, today)
      .refused('purchase.provider-registered', { provider: 'BEDS-nobody' }, '/provider');
    after(need)
      .when(notifyAssistance, { ...notifying, notifiedOn: '2026-11-24' }, today)
      .refused('dates.not-in-the-future', {}, '/notifiedOn');
    after(need, notified())
      .when(notifyAssistance, { ...notifying, amount: 1 }, today)
      .refused('entry.said-once', {}, '/notification');
    expect(notifyAssistance.needs(notifying as never, undefined as never)).toEqual({ providers: [village] });
  });
});

describe('assistance by a limited route', () => {
  const ask = (route: string, confirmedOn: string | undefined, ...before: ReadonlyArray<CommissionEvent>) =>
    after(need, ...before).when(assessSubsidy, assessing(route, confirmedOn), today);

  test.each([limited, 'public-interest-services'])(
    'of %s is confirmed once the enterprise was told, on the same day or later',
    (route) => {
      const before = notified({ route });
      ask(route, '2026-11-16', before).then(made(SubsidyAssessed, assessing(route, '2026-11-16')));
      ask(route, '2026-11-15', before).refused(
        'subsidy.notified-first',
        { provider: village, route, notifiedOn: '2026-11-16', confirmedOn: '2026-11-15' },
        '/route',
      );
      ask(route, '2026-11-20').refused('subsidy.notified-first', { notifiedOn: null }, '/route');
    },
  );

  test('goes by what the same enterprise was told of the same route, last', () => {
    ask(limited, '2026-11-20', notified({ route: 'public-interest-services' })).refused(
      'subsidy.notified-first',
      { notifiedOn: null },
    );
    ask(limited, '2026-11-20', notified({ provider: 'BEDS-azalea' })).refused('subsidy.notified-first', {
      notifiedOn: null,
    });
    const anew = notified({ notification: 'n2', notifiedOn: '2026-11-21' });
    ask(limited, '2026-11-20', notified(), anew).refused('subsidy.notified-first', {
      notifiedOn: '2026-11-21',
    });
  });

  test('and no other subsidy needs that', () => {
    ask('full-assessment', '2026-11-20').then(assessed('full-assessment'));
    after(need).when(assessSubsidy, noSubsidy.data, today).then(noSubsidy);
  });

  test('is awarded up to what the enterprise was told', () => {
    const state = (...events: ReadonlyArray<CommissionEvent>) =>
      fold(commissionAggregate, commissionAggregate.initial, recorded<CommissionEvent>(events));
    const of = (pence: number, ...events: ReadonlyArray<CommissionEvent>) =>
      withinNotified(state(need, ...events), village, outside(pence) as never);
    expect(of(8_000_000, notified(), assessed(limited))).toMatchObject({ _tag: 'Right' });
    expect(of(8_000_001, notified(), assessed(limited))).toMatchObject({
      left: {
        rule: { id: 'subsidy.as-notified' },
        facts: { provider: village, amount: 8_000_001, notified: 8_000_000 },
        field: '/amount',
      },
    });
    const anew = notified({ notification: 'n2', amount: 9_000_000 });
    expect(of(9_000_000, notified(), anew, assessed(limited))).toMatchObject({ _tag: 'Right' });
    // What was assessed before enterprises were told here is not held to it.
    expect(of(9_000_000, assessed(limited))).toMatchObject({ _tag: 'Right' });
    for (const other of [assessed('full-assessment'), noSubsidy])
      expect(of(9_000_000, notified(), other)).toMatchObject({ _tag: 'Right' });
  });
});

test('what an enterprise was told holds all that it is awarded since, as it was raised', () => {
  const state = (...events: ReadonlyArray<CommissionEvent>) =>
    fold(commissionAggregate, commissionAggregate.initial, recorded<CommissionEvent>(events));
  const of = (pence: number, ...events: ReadonlyArray<CommissionEvent>) =>
    withinNotified(state(...events), village, outside(pence) as never);
  const given = granted([notified(), assessed(limited)], 5_000_000);
  expect(of(3_000_000, ...given)).toMatchObject({ _tag: 'Right' });
  expect(of(3_000_001, ...given)).toMatchObject({
    left: {
      rule: { id: 'subsidy.as-notified' },
      facts: { provider: village, amount: 3_000_001, total: 8_000_001, notified: 8_000_000 },
    },
  });
  const declined = made(AwardDeclined, {
    award: 'w1',
    cause: 'declined',
    reason: 'No staff.',
    declinedOn: '2026-11-23',
    lot: 'whole',
    givenBack: [share('a1', 5_000_000)],
  });
  expect(
    of(8_000_000, ...granted([notified(), assessed(limited)], 5_000_000, 'GrantAwarded'), declined),
  ).toMatchObject({
    _tag: 'Right',
  });
  // Told and awarded on one day.
  const sameDay = granted([notified({ notifiedOn: '2026-11-23' }), assessed(limited)], 5_000_000);
  expect(of(3_000_001, ...sameDay)).toMatchObject({ left: { facts: { total: 8_000_001 } } });
  // What it was awarded before it was told again is not of what it was told then.
  const anew = notified({ notification: 'n2', notifiedOn: '2026-11-24' });
  expect(of(8_000_000, ...given, anew)).toMatchObject({ _tag: 'Right' });
});

describe('after assistance was given', () => {
  const confirming = {
    award: 'w1',
    confirmation: 'c1',
    amount: 8_000_000,
    givenOn: '2026-11-23',
    confirmedOn: '2026-11-24',
  };
  const confirmed = made(AssistanceConfirmed, confirming);
  const later = contextAt('2026-12-10T12:00:00.000Z');
  const ask = (route: string, more: object = {}, upTo = 'AgreementSigned') =>
    after(...granted([assessed(route)], 8_000_000, upTo)).when(
      confirmAssistance,
      { ...confirming, ...more },
      later,
    );

  test('its enterprise is told so, from the day it was signed', () => {
    for (const route of [limited, 'public-interest-services']) ask(route).then(confirmed);
    ask(limited, { confirmedOn: '2026-11-23' }).then(
      made(AssistanceConfirmed, { ...confirming, confirmedOn: '2026-11-23' }),
    );
    const facts = { signedOn: '2026-11-23', givenOn: '2026-11-22' };
    ask(limited, { givenOn: '2026-11-22' }).refused('subsidy.confirmed-once-given', facts, '/givenOn');
    ask(limited, { confirmedOn: '2026-11-22' }).refused(
      'subsidy.confirmed-once-given',
      { confirmedOn: '2026-11-22' },
      '/givenOn',
    );
    ask(limited, { confirmedOn: '2026-12-11' }).refused('dates.not-in-the-future', {}, '/confirmedOn');
    ask(limited, {}, 'GrantAwarded').refused('subsidy.confirmed-once-given', { signedOn: null }, '/givenOn');
  });

  test('and not where what was awarded is none, or is not known', () => {
    ask('full-assessment').refused(
      'subsidy.of-an-award',
      { award: 'w1', route: 'full-assessment' },
      '/award',
    );
    ask(limited, { award: 'w9' }).refused('subsidy.of-an-award', { award: 'w9', route: null }, '/award');
    after(...granted([noSubsidy]))
      .when(confirmAssistance, confirming, later)
      .refused('subsidy.of-an-award', { route: null });
    after(...granted([assessed(limited)]), confirmed)
      .when(confirmAssistance, { ...confirming, amount: 1 }, later)
      .refused('entry.said-once', {}, '/confirmation');
  });

  test('within ten working days of the signature', () => {
    const owed = (last: string, route: string, ...days: ReadonlyArray<Day>) =>
      foundOf('assistance-confirmation', last, told(['2026-11-23', ...granted([assessed(route)])], ...days));
    // St Andrew's Day is no working day.
    const duty = 'w1: 2026-11-23 to 2026-12-08';
    expect(owed('2026-12-08', limited)).toEqual([duty]);
    expect(owed('2026-12-09', limited)).toEqual([duty, 'missed']);
    expect(owed('2026-12-09', limited, ['2026-12-08', confirmed])).toEqual([duty, 'met 2026-12-08']);
    expect(owed('2026-12-09', 'full-assessment')).toEqual([]);
  });
});

describe('the subsidy database', () => {
  const entering = {
    award: 'w1',
    entry: 'e1',
    amount: 12_000_000,
    reference: 'SC10987',
    enteredOn: '2026-11-23',
  };
  const entered = (entry = 'e1') => made(SubsidyEntered, { ...entering, entry });

  test('has an entry of a subsidy that was awarded here', () => {
    for (const route of [limited, 'full-assessment'])
      after(...granted([assessed(route)]))
        .when(enterSubsidy, entering, today)
        .then(entered());
    after(...granted([noSubsidy]))
      .when(enterSubsidy, entering, today)
      .refused('subsidy.of-an-award', { award: 'w1', route: null }, '/award');
    after(...granted([assessed(limited)]))
      .when(enterSubsidy, { ...entering, enteredOn: '2026-11-24' }, today)
      .refused('dates.not-in-the-future', {}, '/enteredOn');
    after(...granted([assessed(limited)]), entered())
      .when(enterSubsidy, { ...entering, reference: 'SC2' }, today)
      .refused('entry.said-once', {}, '/entry');
  });

  test('has none of an award that was made before this record began', () => {
    const prior = made(PriorAwardRecorded, {
      reference,
      award: 'before',
      title: 'Treatment',
      recipient: { provider: village, name: 'Village Hall Trust' },
      years: [],
      amount: { basis: 'total' },
      fundingStream: 'Community Safety Fund',
      agreement: 'live',
      source: { id: 's1', url: 'https://example.org/s1', read: '2026-11-01' },
    });
    after(need, prior, assessed('full-assessment'))
      .when(enterSubsidy, { ...entering, award: 'before' }, today)
      .refused('subsidy.of-an-award', { award: 'before', route: null }, '/award');
  });

  const declined = made(AwardDeclined, {
    award: 'w1',
    lot: 'whole',
    cause: 'declined',
    reason: 'It has no staff.',
    declinedOn: '2026-11-23',
    givenBack: [{ allocation: 'a1', fund: fundReference, amount: 8_000_000 }],
  });

  test('has none of an award that came to nothing', () => {
    after(...granted([assessed(limited)], 8_000_000, 'GrantAwarded'), declined)
      .when(enterSubsidy, entering, today)
      .refused('subsidy.of-an-award', { award: 'w1' }, '/award');
  });

  const owed = (rule: string, last: string, route: string, pence: number, ...days: ReadonlyArray<Day>) =>
    foundOf(rule, last, told(['2026-11-23', ...granted([assessed(route)], pence)], ...days));
  const duty = 'w1: 2026-11-23 to 2027-02-22';

  test.each([limited, 'public-interest-services'])('is owed an entry of %s above £100,000 alone', (route) => {
    expect(owed('assistance-entry', '2026-12-01', route, 10_000_000)).toEqual([]);
    expect(owed('assistance-entry', '2026-12-01', route, 10_000_001)).toEqual([duty]);
    expect(owed('subsidy-entry', '2026-12-01', route, 10_000_001)).toEqual([]);
  });

  test('is owed an entry of any other subsidy whatever its sum', () => {
    expect(owed('subsidy-entry', '2026-12-01', 'full-assessment', 1)).toEqual([duty]);
    expect(owed('assistance-entry', '2026-12-01', 'full-assessment', 20_000_000)).toEqual([]);
    for (const rule of ['subsidy-entry', 'assistance-entry'])
      expect(foundOf(rule, '2026-12-01', told(['2026-11-23', ...granted([noSubsidy], 20_000_000)]))).toEqual(
        [],
      );
  });

  test('within three months of the decision', () => {
    const until = (last: string, ...days: ReadonlyArray<Day>) =>
      owed('subsidy-entry', last, 'full-assessment', 8_000_000, ...days);
    expect(until('2027-02-22')).toEqual([duty]);
    expect(until('2027-02-23')).toEqual([duty, 'missed']);
    expect(until('2027-03-01', ['2027-02-22', entered()])).toEqual([duty, 'met 2027-02-22']);
    expect(until('2027-03-01', ['2027-02-23', entered()])).toEqual([duty, 'missed', 'met 2027-02-23']);
  });

  test('follows from the events that the clock reads', () => {
    const read = told(['2026-11-23', ...granted([assessed('full-assessment')])]).filter(({ type }) =>
      courseTypes.includes(type),
    );
    expect(foundOf('subsidy-entry', '2026-12-01', read)).toEqual([duty]);
  });

  test('is owed none of an award that came to nothing before it was signed', () => {
    const unsigned = granted([assessed('full-assessment')], 8_000_000, 'GrantAwarded');
    expect(
      foundOf('subsidy-entry', '2027-03-01', told(['2026-11-23', ...unsigned], ['2026-12-01', declined])),
    ).toEqual([duty, 'lapsed']);
  });

  const raised = made(AgreementVaried, {
    award: 'w1',
    variation: 'v1',
    decision: 'BEDS-PCC24-0041',
    agreedOn: '2027-01-11',
    reason: 'More families.',
    amount: outside(10_500_000),
    years: [{ year: '2026-27', amount: 10_500_000 }],
    more: [share('a3', 2_000_000)],
  });
  const extended = made(AgreementExtended, {
    award: 'w1',
    extension: 'x1',
    decision: 'BEDS-PCC24-0041',
    agreedOn: '2027-01-11',
    reason: 'The next competition is late.',
    ends: '2028-03-31',
    amount: outside(10_500_000),
    years: [{ year: '2026-27', amount: 10_500_000 }],
    more: [share('a3', 2_000_000)],
  });

  test.each([
    ['varied', raised, 'v1'],
    ['extended', extended, 'x1'],
  ] as const)(
    'is owed an entry of assistance that comes above £100,000 when its agreement is %s',
    (_, change, id) => {
      const more = (pence: number, ...days: ReadonlyArray<Day>) =>
        owed('assistance-entry', '2027-02-01', limited, pence, ['2027-01-11', change], ...days);
      expect(more(8_500_000)).toEqual([`w1/${id}: 2027-01-11 to 2027-04-10`]);
      expect(more(8_500_000, ['2027-01-12', entered()])).toEqual([
        `w1/${id}: 2027-01-11 to 2027-04-10`,
        'met 2027-01-12',
      ]);
      // An entry of what was decided first does not tell of what it was raised to.
      expect(
        owed(
          'subsidy-entry',
          '2027-02-01',
          'full-assessment',
          8_500_000,
          ['2026-12-01', entered()],
          ['2027-01-11', change],
        ),
      ).toEqual([duty, 'met 2026-12-01', `w1/${id}: 2027-01-11 to 2027-04-10`]);
    },
  );

  test('is owed none where a change adds no money', () => {
    const { more: _more, amount: _amount, years: _years, ...longer } = raised.data as Record<string, unknown>;
    const change = made(AgreementVaried, { ...longer, outcomes: ['Sooner.'] });
    expect(owed('subsidy-entry', '2027-02-01', 'full-assessment', 8_000_000, ['2027-01-11', change])).toEqual(
      [duty],
    );
  });
});
