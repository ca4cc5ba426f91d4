import type { EventOf } from '@commissioning/kernel';
import { AgreementExtended, AgreementVaried } from '../src/commission/review/life-events';
import { ContractAwarded } from '../src/commission/purchase/events';
import { extendAgreement } from '../src/commission/review/extend-agreement';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import { act, changeDecision, decided, including, share, signedContract } from './support/agreement';
import { after } from './support/commission';
import { made } from './support/made';
import { onRoute } from './support/other-route';

const noNotice = 'Less than the Act asks one for.';
const varying = {
  award: 'w1',
  variation: 'v1',
  decision: changeDecision,
  agreedOn: '2027-02-26',
  reason: 'More families.',
};
const allowed = decided([act('vary', { upTo: including(9_000_000) }), act('extend')]);

/** A standard contract of £50,000 for the year of 365 days from 1 December 2026, with options or none. */
const contract = (extensionOptions: ReadonlyArray<object> = []) =>
  signedContract('tender', 5_000_000, 'standard').map((event) =>
    event.type === 'ContractAwarded'
      ? made(ContractAwarded, { ...event.data, extensionOptions } as object)
      : event,
  );

describe('a change that is said not to be substantial', () => {
  const until = (ends: string, allowedAs = 'not-substantial', options: ReadonlyArray<object> = []) => {
    const change = {
      ...varying,
      term: { starts: '2026-12-01', ends },
      modification: { allowedAs, noNotice },
    };
    const asked = after(...contract(options)).when(varyAgreement, change, allowed);
    return { ...asked, agreed: () => asked.then(made(AgreementVaried, change)) };
  };

  test('moves the term by a tenth of it at the most, longer or shorter', () => {
    until('2028-01-05').agreed();
    until('2028-01-06').refused(
      'change.within-ten-percent',
      { days: 37, ofDays: 365 },
      '/modification/allowedAs',
    );
    until('2027-10-25').agreed();
    until('2027-10-24').refused('change.within-ten-percent', { days: 37, ofDays: 365 });
  });

  test('of the longest term that was awarded, its options with it', () => {
    const twelveMonths = [{ months: 12, upTo: including(5_000_000) }];
    until('2028-02-11', 'not-substantial', twelveMonths).agreed();
    until('2028-02-12', 'not-substantial', twelveMonths).refused('change.within-ten-percent', {
      days: 74,
      ofDays: 731,
    });
  });

  test('by a tenth to the day', () => {
    const tenMonths = [{ months: 10, upTo: including(5_000_000) }];
    until('2028-02-05', 'not-substantial', tenMonths).agreed();
    until('2028-02-06', 'not-substantial', tenMonths).refused('change.within-ten-percent', {
      days: 68,
      ofDays: 670,
    });
  });

  test('and any other may move it further', () => {
    for (const allowedAs of ['permitted', 'below-threshold']) until('2028-11-30', allowedAs).agreed();
  });

  test('also where the agreement is extended', () => {
    const extending = (ends: string) => ({
      award: 'w1',
      extension: 'x1',
      decision: changeDecision,
      agreedOn: '2027-02-26',
      reason: 'The next competition is late.',
      ends,
      pendingRetender: { ground: 'continuation', evidence: 'It opens in April.' },
      modification: { allowedAs: 'not-substantial', noNotice },
    });
    after(...contract())
      .when(extendAgreement, extending('2028-01-05'), allowed)
      .then(made(AgreementExtended, extending('2028-01-05')));
    after(...contract())
      .when(extendAgreement, extending('2028-01-06'), allowed)
      .refused('change.within-ten-percent', { days: 37 }, '/modification/allowedAs');
  });
});

describe('a change that is said to be below the threshold', () => {
  const raising = (pence: number, allowedAs = 'below-threshold') => ({
    ...varying,
    amount: including(pence),
    years: [{ year: '2026-27', amount: pence }],
    ...(pence > 5_000_000 && { more: [{ allocation: 'a3', amount: pence - 5_000_000 }] }),
    modification: { allowedAs, noNotice },
  });
  const to = (pence: number, allowedAs = 'below-threshold', options: ReadonlyArray<object> = []) =>
    after(...contract(options)).when(varyAgreement, raising(pence, allowedAs), allowed);
  const agreed = { right: [{ type: 'AgreementVaried' }] };

  test('moves the value by a tenth of it at the most, up or down', () => {
    expect(to(5_500_000).decided).toMatchObject({
      right: [{ data: { more: [share('a3', 500_000)] } }],
    });
    to(5_500_001).refused(
      'change.within-ten-percent',
      { sum: 500_001, ofSum: 5_000_000 },
      '/modification/allowedAs',
    );
    expect(to(4_500_000).decided).toMatchObject(agreed);
    to(4_499_999).refused('change.within-ten-percent', { sum: 500_001 });
  });

  test('of works by fifteen hundredths of it', () => {
    const works = onRoute(contract(), { buys: 'works' });
    const ofWorks = (pence: number) => after(...works).when(varyAgreement, raising(pence), allowed);
    expect(ofWorks(5_750_000).decided).toMatchObject(agreed);
    ofWorks(5_750_001).refused('change.within-ten-percent', { sum: 750_001, ofSum: 5_000_000 });
  });

  test('of the value with the options that are left', () => {
    const option = [{ months: 12, upTo: including(1_000_000) }];
    expect(to(5_600_000, 'below-threshold', option).decided).toMatchObject(agreed);
    to(5_600_001, 'below-threshold', option).refused('change.within-ten-percent', { ofSum: 6_000_000 });
  });

  test('and any other may move it further', () => {
    for (const allowedAs of ['permitted', 'not-substantial'])
      expect(to(6_500_000, allowedAs).decided).toMatchObject(agreed);
  });
});

describe('changes that are said to be below the threshold, one after another', () => {
  const value = 150_000_000;
  const authorised = decided([act('vary', { upTo: including(200_000_000) }), act('extend')]);
  /** A change before, by so many pence up or down, as what it was said to be allowed. */
  const before = (change: number, allowedAs = 'below-threshold') =>
    made(AgreementVaried, {
      ...varying,
      variation: 'earlier',
      amount: including(value + change),
      years: [{ year: '2026-27', amount: value + change }],
      ...(change > 0 ? { more: [share('a2', change)] } : { less: [share('a1', -change)] }),
      modification: { allowedAs, noNotice },
    });
  /** Lowers what was agreed by so many pence. */
  const lowering = (
    by: number,
    earlier: EventOf<typeof AgreementVaried | typeof AgreementExtended>,
    allowedAs = 'below-threshold',
  ) => {
    const to = (earlier.data.amount?.pence ?? 0) - by;
    const change = {
      ...varying,
      amount: including(to),
      years: [{ year: '2026-27', amount: to }],
      modification: { allowedAs, noNotice },
    };
    return after(...signedContract('tender', value, 'standard'), earlier).when(
      varyAgreement,
      change,
      authorised,
    );
  };
  const agreed = { right: [{ type: 'AgreementVaried' }] };
  const threshold = 20_772_000;
  const most = 13_000_000;

  test('come to less than the threshold together, what raised and what lowered the value added up', () => {
    for (const change of [most, -most]) {
      expect(lowering(threshold - most - 1, before(change)).decided).toMatchObject(agreed);
      lowering(threshold - most, before(change)).refused(
        'change.below-threshold-together',
        { before: most, sum: threshold - most, threshold },
        '/modification/allowedAs',
      );
    }
  });

  test('a change that adds from one allocation and takes from another counts for what it moves', () => {
    const moved = made(AgreementVaried, {
      ...before(most).data,
      more: [share('a2', most + 1_000_000)],
      less: [share('a3', 1_000_000)],
    });
    expect(lowering(threshold - most - 1, moved).decided).toMatchObject(agreed);
    lowering(threshold - most, moved).refused('change.below-threshold-together', { before: most });
  });

  test('also where one of them extended the agreement', () => {
    const extended = made(AgreementExtended, {
      award: 'w1',
      extension: 'x1',
      decision: changeDecision,
      agreedOn: '2027-02-20',
      reason: 'The next competition is late.',
      ends: '2028-02-29',
      amount: including(value + most),
      years: [{ year: '2026-27', amount: value + most }],
      more: [share('a2', most)],
      pendingRetender: { ground: 'continuation', evidence: 'It opens in April.' },
      modification: { allowedAs: 'below-threshold', noNotice },
    });
    expect(lowering(threshold - most - 1, extended).decided).toMatchObject(agreed);
    lowering(threshold - most, extended).refused('change.below-threshold-together', { before: most });
  });

  test('and those allowed as something else do not count among them', () => {
    for (const allowedAs of ['permitted', 'not-substantial'])
      expect(lowering(threshold - most, before(most, allowedAs)).decided).toMatchObject(agreed);
    for (const allowedAs of ['permitted', 'not-substantial'])
      expect(lowering(threshold - most, before(most), allowedAs).decided).toMatchObject(agreed);
  });
});
