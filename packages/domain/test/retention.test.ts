import { fold } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { CommissionClosed } from '../src/commission/review/events';
import { AgreementExtended, AgreementTerminated } from '../src/commission/review/life-events';
import type { Context } from '../src/context';
import { erasePerson } from '../src/provider/erase-person';
import { ProviderRegistered } from '../src/provider/events';
import { PersonErased } from '../src/provider/person-events';
import { provider } from '../src/provider/state';
import { adoptRetention } from '../src/rulebook/adopt-retention';
import { BodyEstablished, type RuleBookEvent } from '../src/rulebook/events';
import { RetentionAdopted } from '../src/rulebook/retention-events';
import { bedfordshireBody } from '../src/rulebook/seed/bedfordshire';
import { retentionOn, ruleBook } from '../src/rulebook/state';
import { share, signedGrant } from './support/agreement';
import { village } from './support/commission';
import { made } from './support/made';
import { contextOf, recorded, specificationOf } from './support/specification';

const adopting = {
  schedule: 'schedule-2026',
  inForceFrom: '2026-04-01',
  source: 'Records retention schedule, 2026',
  contactMonths: 72,
};
const adopted = made(RetentionAdopted, adopting);
const established = made(BodyEstablished, bedfordshireBody);

describe('a retention schedule', () => {
  const { given } = specificationOf(ruleBook);
  const asking = (command: object, ...events: ReadonlyArray<RuleBookEvent>) =>
    given(...recorded<RuleBookEvent>([established, ...events])).when(adoptRetention, command);

  test('is adopted by a body, and once under its name', () => {
    asking(adopting).then(adopted);
    asking(adopting, adopted).then();
    asking({ ...adopting, contactMonths: 12 }, adopted).refused('entry.said-once', {}, '/schedule');
    given().when(adoptRetention, adopting).refused('rulebook.body-established');
  });

  test('comes into force no earlier than the one before it', () => {
    const next = { ...adopting, schedule: 'schedule-2027', inForceFrom: '2027-04-01' };
    asking(next, adopted).then(made(RetentionAdopted, next));
    asking({ ...next, inForceFrom: '2025-04-01' }, adopted).refused(
      'rulebook.retention-in-turn',
      { inForceFrom: '2025-04-01', lastInForceFrom: '2026-04-01' },
      '/inForceFrom',
    );
    const book = fold(
      ruleBook,
      ruleBook.initial,
      recorded<RuleBookEvent>([established, adopted, made(RetentionAdopted, next)]),
    );
    const on = (day: string) => retentionOn(book, day as never)?.schedule;
    expect([on('2026-03-31'), on('2026-04-01'), on('2027-04-01')]).toEqual([
      undefined,
      'schedule-2026',
      'schedule-2027',
    ]);
  });
});

describe('a contact of a provider', () => {
  const { given } = specificationOf(provider);
  const registered = made(ProviderRegistered, {
    provider: village,
    name: 'Village Hall Trust',
    sector: 'voluntary-community-social-enterprise',
    local: true,
    contact: { person: 'clerk', name: 'A Clerk' },
  });
  const erasing = { person: 'clerk', ground: 'objection' };
  const gone = made(PersonErased, erasing);

  const commissionOf = (...events: ReadonlyArray<CommissionEvent>) =>
    new Map([['BEDS-2026-0007', fold(commission, commission.initial, recorded(events))]]);

  const erasingOn = (day: string, ...events: ReadonlyArray<CommissionEvent>) => {
    const around: Partial<Context> = {
      now: `${day}T12:00:00.000Z` as never,
      retention: adopted.data,
      commissions: commissionOf(...events),
    };
    return given(...recorded([registered])).when(erasePerson, erasing, contextOf(around));
  };
  const keptUntil = (until: string | null) =>
    ['erasure.kept-long-enough', { schedule: 'schedule-2026', until }] as const;

  test('is kept while the agreement runs, and for the months of the schedule after it', () => {
    erasingOn('2026-11-30', ...signedGrant()).refused(...keptUntil('2033-11-30'));
    erasingOn('2033-11-30', ...signedGrant()).refused(...keptUntil('2033-11-30'));
    erasingOn('2033-12-01', ...signedGrant()).then(gone);
  });

  test('is kept from the day on which the agreement ended indeed', () => {
    const ended = made(AgreementTerminated, {
      award: 'w1',
      by: 'both',
      ground: 'agreed',
      reason: 'Nobody could be found for the post.',
      lastDay: '2027-02-28',
      stillOwed: { pence: 0, vat: 'outside' },
      comesBack: { pence: 0, vat: 'outside' },
      amount: { pence: 0, vat: 'outside' },
    });
    erasingOn('2033-02-28', ...signedGrant(), ended).refused(...keptUntil('2033-02-28'));
    erasingOn('2033-03-01', ...signedGrant(), ended).then(gone);
    const extended = made(AgreementExtended, {
      award: 'w1',
      extension: 'e1',
      decision: 'BEDS-PCC24-0041',
      agreedOn: '2026-11-23',
      reason: 'Need goes on.',
      ends: '2028-11-30',
    });
    erasingOn('2033-12-01', ...signedGrant(), extended).refused(...keptUntil('2034-11-30'));
  });

  test('is kept for an award that is not signed yet, until it came to nothing', () => {
    const unsigned = signedGrant().filter(({ type }) => type !== 'AgreementSigned');
    expect(unsigned).toHaveLength(signedGrant().length - 1);
    erasingOn('2033-12-01', ...unsigned).refused(...keptUntil(null));
    const declined = made(AwardDeclined, {
      award: 'w1',
      lot: 'whole',
      cause: 'declined',
      reason: 'They could not find the staff.',
      declinedOn: '2026-12-01',
      givenBack: [share('a1', 7_500_000)],
    });
    erasingOn('2026-12-02', ...unsigned, declined).then(gone);
    const closed = made(CommissionClosed, {
      outcome: 'not-delivered',
      summary: 'Nobody signed.',
      lessons: ['Ask sooner.'],
    });
    erasingOn('2033-12-01', ...unsigned, closed).then(gone);
  });

  test('of an award from before the record is kept as far as anybody wrote down when it ended', () => {
    const prior = (more: object) =>
      made(PriorAwardRecorded, {
        reference: 'BEDS-2026-0007',
        award: 'hall',
        title: 'Village hall',
        recipient: { name: 'Village Hall Trust', provider: village },
        amount: { basis: 'total' },
        years: [],
        fundingStream: 'Community Safety Fund',
        agreement: 'unknown',
        source: { id: 'RC-001', url: 'https://example.org/093', read: '2026-11-22' },
        ...more,
      });
    erasingOn('2026-11-30', prior({ ends: '2024-03-31', years: ['2022-23'] })).refused(
      ...keptUntil('2030-03-31'),
    );
    erasingOn('2026-11-30', prior({ years: ['2023-24', '2021-22', '2022-23'] })).refused(
      ...keptUntil('2030-03-31'),
    );
    erasingOn('2026-11-30', prior({ agreement: 'live' })).refused(...keptUntil(null));
    erasingOn('2026-11-30', prior({})).then(gone);
  });

  test('is looked for in the commissions in which something was awarded to their provider', () => {
    const state = fold(provider, provider.initial, recorded([registered]));
    expect(erasePerson.needs(erasing as never, state)).toEqual({ awardedTo: [village] });
    expect(erasePerson.needs(erasing as never, provider.initial)).toEqual({ awardedTo: [] });
  });

  test('is not kept for others’ agreements, nor where the body has adopted no schedule', () => {
    const other = made(ProviderRegistered, { ...registered.data, provider: 'BEDS-other' } as never);
    const around = { retention: adopted.data, commissions: commissionOf(...signedGrant()) };
    given(...recorded([other]))
      .when(erasePerson, erasing, contextOf(around))
      .then(gone);
    given(...recorded([registered]))
      .when(erasePerson, erasing, contextOf({ commissions: around.commissions }))
      .then(gone);
    given(...recorded([registered]))
      .when(erasePerson, erasing, contextOf({ retention: adopted.data }))
      .then(gone);
  });
});
