import { fold } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { commission } from '../src/commission/evolve';
import { amendSpec } from '../src/commission/plan/amend-spec';
import {
  FundingAllocated,
  FundingReleased,
  NoticePublished,
  SpecAmended,
  SpecPublished,
} from '../src/commission/plan/events';
import { carriesConditions, fundsOf } from '../src/commission/plan/funding-conditions';
import { holdConsultation } from '../src/commission/plan/hold-consultation';
import { ConsultationHeld } from '../src/commission/plan/events';
import { publishNotice } from '../src/commission/plan/publish-notice';
import { publishSpec } from '../src/commission/plan/publish-spec';
import { reallocateFunding } from '../src/commission/plan/reallocate-funding';
import { FundingReallocated } from '../src/commission/plan/reallocation-events';
import { setOpeningKeys } from '../src/commission/plan/set-opening-keys';
import { ContractAwarded } from '../src/commission/purchase/events';
import { type FundEvent, FundingAccepted, FundingReturned } from '../src/fund/events';
import { fund } from '../src/fund/state';
import {
  after,
  allocated,
  consulting,
  context,
  contextAt,
  courts,
  criterion,
  fundOf,
  fundReference,
  need,
  plannedRound,
  plannedTender,
  published,
  publishing,
  reference,
} from './support/commission';
import { deciding, sum } from './support/decisions';
import { made } from './support/made';
import { recorded } from './support/specification';
import { contractTo } from './support/awarded-tender';

const stateAfter = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commission, commission.initial, recorded<CommissionEvent>(events));

describe('reallocating under one decision', () => {
  const decision = 'BEDS-PCC24-0099';
  const other = 'BEDS-2026-0011';
  const reallocating = {
    release: 'underspend',
    allocation: 'a1',
    amount: 9_000_000,
    to: { commission: other, allocation: 'top-up' },
    decision,
    reason: 'A post stayed vacant.',
  };
  const act = { act: 'reallocate', fund: fundReference, from: reference, to: other, amount: sum(9_000_000) };
  const under = (...acts: ReadonlyArray<object>) => ({ ...context, decisions: deciding(decision, ...acts) });
  const reallocated = (change: object = {}) =>
    made(FundingReallocated, { ...reallocating, fund: fundReference, theme: courts, ...change });

  test('may be all that is not promised', () => {
    after(need, allocated).when(reallocateFunding, reallocating, under(act)).then(reallocated());
  });

  test('carries no theme where the money had none', () => {
    const plain = made(FundingAllocated, { allocation: 'a1', fund: fundReference, amount: 9_000_000 });
    const { theme: _theme, ...unthemed } = reallocated().data;
    after(need, plain)
      .when(reallocateFunding, reallocating, under(act))
      .then(made(FundingReallocated, unthemed));
  });

  test('does not count what went elsewhere, from another fund, under another decision, or back to the fund', () => {
    const more = made(FundingAllocated, { allocation: 'a2', fund: fundReference, amount: 9_000_000 });
    const victims = made(FundingAllocated, {
      allocation: 'a3',
      fund: 'BEDS-moj-victims-2026-27',
      amount: 9_000_000,
    });
    const before = [
      reallocated({
        release: 'r1',
        allocation: 'a2',
        amount: 1,
        to: { commission: 'BEDS-2026-0012', allocation: 'x' },
      }),
      reallocated({ release: 'r2', allocation: 'a2', amount: 1, decision: 'BEDS-PCC24-0098' }),
      reallocated({ release: 'r3', allocation: 'a3', amount: 1, fund: 'BEDS-moj-victims-2026-27' }),
      made(FundingReleased, {
        release: 'r4',
        allocation: 'a2',
        fund: fundReference,
        amount: 1,
        reason: 'Not needed.',
      }),
    ];
    after(need, allocated, more, victims, ...before)
      .when(reallocateFunding, reallocating, under(act))
      .then(reallocated());
    const same = reallocated({ release: 'r5', allocation: 'a2', amount: 1 });
    after(need, allocated, more, same)
      .when(reallocateFunding, reallocating, under(act))
      .refused('funding.reallocated-under-decision', { authorised: 9_000_000, before: 1 }, '/amount');
  });
});

describe('the conditions of money', () => {
  const accepted = (change: object) =>
    made(FundingAccepted, {
      tranche: 't2',
      amount: 1_000,
      conditions: ['crime-and-disorder-reduction'],
      decision: 'BEDS-PCC24-0031',
      ...change,
    });
  const holding = (...events: ReadonlyArray<FundEvent>) => ({
    ...context,
    funds: new Map([[fundReference, fold(fund, fundOf(10_000_000), recorded<FundEvent>(events))]]),
  });
  const carrying = (...events: ReadonlyArray<FundEvent>) =>
    carriesConditions([], [fundReference, fundReference], holding(...events));

  test('are stated in an award as the rule book words them, as long as some of the money is left', () => {
    expect(carrying(accepted({}))).toMatchObject({
      left: {
        rule: { id: 'award.carries-conditions' },
        facts: { fund: fundReference, condition: 'crime-and-disorder-reduction' },
        field: '/conditions',
      },
    });
    const back = made(FundingReturned, {
      return: 'y1',
      tranche: 't2',
      amount: 1_000,
      returnedOn: '2026-11-20',
      reason: 'Not spent.',
    });
    expect(carrying(accepted({}), back)).toMatchObject({ _tag: 'Right' });
  });

  test('are stated as they were accepted, where the rule book has no words for them', () => {
    expect(carrying(accepted({ conditions: ['of-long-ago'] }))).toMatchObject({
      left: { facts: { condition: 'of-long-ago', sentence: 'of-long-ago' } },
    });
  });

  test('are those of funds from which something is still set aside', () => {
    const victims = made(FundingAllocated, { allocation: 'a2', fund: 'BEDS-moj-victims-2026-27', amount: 1 });
    const released = made(FundingReleased, {
      release: 'r1',
      allocation: 'a2',
      fund: 'BEDS-moj-victims-2026-27',
      amount: 1,
      reason: 'Not needed.',
    });
    expect(fundsOf(stateAfter(need, allocated, victims))).toEqual([
      fundReference,
      'BEDS-moj-victims-2026-27',
    ]);
    expect(fundsOf(stateAfter(need, allocated, victims, released))).toEqual([fundReference]);
    expect(fundsOf(stateAfter(need, allocated, victims), ['a2'])).toEqual(['BEDS-moj-victims-2026-27']);
    expect(fundsOf(stateAfter(need, allocated), ['a9'])).toEqual([]);
  });
});

describe('a notice of the Act', () => {
  const notice = (change: object) => ({
    notice: 'n2',
    kind: 'UK4',
    channel: 'website',
    reference: '2026/S 000-2',
    publishedOn: '2026-11-20',
    ...change,
  });
  const asked = (change: object, ...before: ReadonlyArray<CommissionEvent>) =>
    after(...plannedTender, ...before).when(publishNotice, notice(change), context);
  const onPlatform = (kind: string, channel = 'central-platform') =>
    made(NoticePublished, { ...notice({ kind, channel }), notice: 'n1' });

  test('stands elsewhere only beside the same notice on the central platform', () => {
    asked({}, onPlatform('UK4')).then(made(NoticePublished, notice({})));
    for (const before of [onPlatform('UK3'), onPlatform('UK4', 'e-tendering-portal')])
      asked({}, before).refused(
        'notice.on-central-platform',
        { kind: 'UK4', channel: 'website' },
        '/channel',
      );
  });

  test('is about a lot there is', () => {
    asked({ channel: 'central-platform', lot: 'east' }, published).refused(
      'lot.known',
      { lot: 'east', lots: ['north', 'south'] },
      '/lot',
    );
    const named = notice({ channel: 'central-platform', lot: 'north' });
    asked(named, published).then(made(NoticePublished, named));
  });
});

describe('an amendment', () => {
  const telling = { amendment: 'm1', change: 'Lot north covers more.', reason: 'It was left out.' };
  const asked = (
    change: object,
    now = '2026-11-24T12:00:00.000Z',
    ...before: ReadonlyArray<CommissionEvent>
  ) =>
    after(...plannedRound, published, ...before).when(amendSpec, { ...telling, ...change }, contextAt(now));

  test('moves the cut-off later than it was and than now, to the deadline at the latest', () => {
    const last = { clarificationsUntil: publishing.closes };
    asked(last).then(made(SpecAmended, { ...telling, ...last }));
    const rule = 'amendment.never-shortens';
    asked({ clarificationsUntil: publishing.clarificationsUntil }).refused(rule, {}, '/clarificationsUntil');
    const [passed, now] = ['2026-12-02T12:00:00.000Z', '2026-12-03T12:00:00.000Z'];
    asked({ clarificationsUntil: passed }, now).refused(
      rule,
      { asked: passed, received: now },
      '/clarificationsUntil',
    );
    asked({ clarificationsUntil: now }, now).refused(
      rule,
      { asked: now, received: now },
      '/clarificationsUntil',
    );
  });

  test('is not made once something was awarded', () => {
    const awarded = made(ContractAwarded, contractTo('birch', 'w1', 'BEDS-PCC24-0072').data);
    asked({}, undefined, awarded).refused('amendment.before-opening');
  });
});

describe('opening keys', () => {
  const [first] = [[{ holder: 'officer-1', recipient: `age1${'q'.repeat(58)}` }]];
  const oneOpener = plannedTender
    .filter(({ type }) => type !== 'OpeningKeysSet')
    .map((event) =>
      event.type === 'RouteChosen'
        ? { ...event, data: { ...event.data, profile: { ...event.data.profile, openers: 1 as never } } }
        : event,
    );

  test('are of no use to one alone', () => {
    after(...oneOpener)
      .when(setOpeningKeys, { halves: [first] })
      .refused('opening-keys.a-half-for-each-opener', { halves: 1, openers: 1 }, '/halves');
  });

  test('are keys of the kind that bids are sealed to, and nothing more', () => {
    const recipients = (recipient: string) => ({ halves: [[{ holder: 'officer-1', recipient }]] });
    expect(setOpeningKeys.command.is(recipients(`age1${'q'.repeat(58)}`))).toBe(true);
    for (const wrong of [
      `x-age1${'q'.repeat(58)}`,
      `age1${'q'.repeat(59)}`,
      `age1${'q'.repeat(57)}b`,
      'age1',
    ])
      expect(setOpeningKeys.command.is(recipients(wrong))).toBe(false);
  });

  test('are apart in holder and in key', () => {
    const halves = (holder: string, recipient: string) => [first, [{ holder, recipient }]];
    const tender = plannedTender.filter(({ type }) => type !== 'OpeningKeysSet');
    after(...tender)
      .when(setOpeningKeys, { halves: halves('officer-1', `age1${'q'.repeat(58)}`) })
      .refused(
        'opening-keys.held-apart',
        { holders: ['officer-1'], recipients: [`age1${'q'.repeat(58)}`] },
        '/halves',
      );
  });
});

describe('a specification', () => {
  const asked = (change: object) =>
    after(...plannedRound).when(publishSpec, { ...publishing, ...change }, context);
  const { scale } = publishing;

  test('describes no score below its scale, and asks for no pass mark below it', () => {
    const fromOne = { ...scale, minimum: 1 };
    asked({ scale: fromOne }).refused('spec.scale-described', { minimum: 1 }, '/scale');
    const described = { ...fromOne, descriptors: scale.descriptors.filter(({ score }) => score >= 1) };
    const passing = (pass: number) => [
      criterion('method', 'quality', 90, { pass }),
      criterion('wider', 'social-value', 10),
    ];
    asked({ scale: described, criteria: passing(0) }).refused(
      'spec.pass-mark-within-scale',
      { minimum: 1, marks: { method: 0 } },
      '/criteria',
    );
    const least = { ...publishing, scale: described, criteria: passing(1) };
    asked(least).then(made(SpecPublished, least));
  });
});

describe('a consultation', () => {
  test('may be held on one day', () => {
    const oneDay = { ...consulting, to: consulting.from };
    after(need).when(holdConsultation, oneDay, context).then(made(ConsultationHeld, oneDay));
  });
});
