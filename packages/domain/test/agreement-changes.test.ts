import { fold } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { FundingConditionsChecked } from '../src/commission/plan/condition-events';
import {
  FundingAllocated,
  NoticePublished,
  ProcurementTeamInvolved,
  RouteChosen,
} from '../src/commission/plan/events';
import {
  AgreementSigned,
  AwardRecommended,
  DueDiligenceCompleted,
  ExceptionRecorded,
  InterestDeclared,
  QuoteInvited,
  QuoteReceived,
  SubsidyAssessed,
} from '../src/commission/purchase/events';
import { AssistanceNotified } from '../src/commission/purchase/subsidy-events';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { publishAwards } from '../src/commission/purchase/publish-awards';
import { agreeKpis } from '../src/commission/review/agree-kpis';
import { approvePayment } from '../src/commission/review/approve-payment';
import { KPIReturned, KPIsAgreed, PaymentApproved } from '../src/commission/review/events';
import { extendAgreement } from '../src/commission/review/extend-agreement';
import { AgreementExtended, AgreementVaried } from '../src/commission/review/life-events';
import { returnKpis } from '../src/commission/review/return-kpis';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import { PriorAwardRecorded } from '../src/commission/history/events';
import type { Context } from '../src/context';
import { DecisionPublished } from '../src/decision/events';
import { type FundEvent, FundingAccepted } from '../src/fund/events';
import { fund } from '../src/fund/state';
import {
  act,
  changeDecision,
  decided,
  including,
  nextYear,
  outside,
  paid,
  share,
  signedContract,
  signedGrant,
} from './support/agreement';
import {
  after,
  assessed,
  conflictsAssessed,
  context as commissionContext,
  counted,
  fundOf,
  fundReference,
  reference,
  rules,
  village,
  voices,
} from './support/commission';
import { made } from './support/made';
import { approver, contextOf, officer, recorded } from './support/specification';

const whole = 8_000_000;
const grant = signedGrant();

const raising = {
  award: 'w1',
  variation: 'v1',
  decision: changeDecision,
  agreedOn: '2027-02-26',
  reason: 'Half as many families again.',
  amount: outside(10_000_000),
  years: [
    { year: '2026-27', amount: 4_000_000 },
    { year: '2027-28', amount: 6_000_000 },
  ],
  more: [{ allocation: 'a3', amount: 2_000_000 }],
};
const raised = made(AgreementVaried, { ...raising, more: [share('a3', 2_000_000)] });
const mayVary = (pence: number, given: Parameters<typeof decided>[1] = {}) =>
  decided([act('vary', { upTo: outside(pence) })], given);
const allowed = mayVary(10_000_000);

const publication = made(DecisionPublished, {
  decision: changeDecision,
  channel: 'website',
  reference: 'https://example.org/41',
  withheld: [],
  awards: ['w1'],
});

describe('varying an agreement', () => {
  const asking = (change: object, context = allowed) =>
    after(...grant).when(varyAgreement, { ...raising, ...change }, context);

  test('changes its sum, with all its years, from money set aside', () => {
    asking({}).then(raised);
  });

  test('is public at once where the decision is, and where it is published later from then on', () => {
    asking({}, mayVary(10_000_000, { published: true })).then(raised, publication);
    after(...grant, raised)
      .when(
        publishAwards,
        { decision: changeDecision },
        mayVary(10_000_000, { published: true, actor: officer }),
      )
      .then(publication);
    after(...grant)
      .when(publishAwards, { decision: changeDecision }, mayVary(10_000_000, { published: true }))
      .refused('publication.decided-here', { decision: 'BEDS-PCC24-0041' }, '/decision');
  });

  test('is said once under its id', () => {
    after(...grant, raised)
      .when(varyAgreement, { ...raising, reason: 'Another.' }, allowed)
      .refused('entry.said-once', {}, '/variation');
  });

  test('is of an agreement that was signed here and runs', () => {
    after(...grant.slice(0, -1))
      .when(varyAgreement, raising, allowed)
      .refused('agreement.signed', { award: 'w1' }, '/award');
    asking({ award: 'w2' }).refused('award.known', { award: 'w2' }, '/award');
    const at = (now: string) => asking({}, mayVary(10_000_000, { now }));
    at('2027-11-30T23:59:59.000Z').then(raised);
    at('2027-12-01T00:00:00.000Z').refused(
      'agreement.running',
      { ends: '2027-11-30', today: '2027-12-01' },
      '/award',
    );
  });

  test('is authorised by a decision that names the award and what it then comes to', () => {
    const rule = 'authority.decision-authorises';
    asking({ decision: 'BEDS-PCC24-0099' }).refused('authority.decision-taken', {}, '/decision');
    asking({}, mayVary(9_999_999)).refused(
      rule,
      {
        decision: 'BEDS-PCC24-0041',
        act: 'vary',
        award: 'w1',
        amount: outside(10_000_000),
        upTo: [outside(9_999_999)],
      },
      '/decision',
    );
    asking({}, decided([act('vary', { award: 'w2', upTo: outside(10_000_000) })])).refused(rule);
    asking({}, decided([act('vary', { upTo: including(10_000_000) })])).refused(rule);
    asking({}, decided([act('extend')])).refused(rule);
    const elsewhere = act('vary', { commission: 'BEDS-2025-0001', upTo: outside(10_000_000) });
    asking({}, decided([elsewhere])).refused(rule);
  });

  test('is decided by somebody who recommended nothing, and may be noted by whoever did', () => {
    const recommended = made(AwardRecommended, {
      recommendation: 'r1',
      lot: 'whole',
      recipient: { provider: village, name: 'Village Hall Trust' },
      amount: outside(whole),
      reasons: 'Good.',
    });
    after(...grant, recommended)
      .when(varyAgreement, raising, allowed)
      .then(raised);
    after(...grant, recommended)
      .when(varyAgreement, raising, mayVary(10_000_000, { by: officer.id }))
      .refused('authority.approver-apart', { recommended: [officer.id] });
    const interested = made(InterestDeclared, {
      actor: approver.id,
      stage: 'general',
      interests: [{ nature: 'A cousin works there.', provider: village }],
    });
    after(...grant, interested)
      .when(varyAgreement, raising, allowed)
      .refused('interest.settled');
  });

  test('was agreed on a day, of the signature or later', () => {
    asking({ agreedOn: '2027-03-02' }).refused(
      'dates.not-in-the-future',
      { day: '2027-03-02', today: '2027-03-01' },
      '/agreedOn',
    );
    asking({ agreedOn: '2026-11-22' }).refused(
      'change.after-signature',
      { agreedOn: '2026-11-22', signedOn: '2026-11-23' },
      '/agreedOn',
    );
  });

  test('names something that changes', () => {
    const { award, variation, decision, agreedOn, reason } = raising;
    const bare = { award, variation, decision, agreedOn, reason };
    const first = after(...grant);
    first.when(varyAgreement, bare, allowed).refused('variation.changes-something');
    for (const change of [
      { outcomes: ['Within three weeks.'] },
      { conditions: ['Open to every victim.'] },
      { term: { starts: '2026-12-01', ends: '2027-10-31' } },
      { years: [{ year: '2027-28', amount: whole }] },
    ]) {
      const command = { ...bare, ...change };
      first.when(varyAgreement, command, allowed).then(made(AgreementVaried, command));
    }
    first
      .when(varyAgreement, { ...bare, term: { starts: '2027-12-01', ends: '2027-11-30' } }, allowed)
      .refused('award.term-in-order', { starts: '2027-12-01', ends: '2027-11-30' }, '/term');
  });

  test('states its sum on the basis of the agreement and its years to the penny', () => {
    asking(
      { amount: including(10_000_000) },
      decided([act('vary', { upTo: including(10_000_000) })]),
    ).refused('award.vat-basis', { vat: 'including', asked: 'outside' }, '/amount/vat');
    const { years: _years, ...without } = raising;
    after(...grant)
      .when(varyAgreement, without, allowed)
      .refused('award.years-add-up', { amount: 10_000_000, years: [] }, '/years');
    asking({ years: [{ year: '2026-27', amount: 9_999_999 }] }).refused('award.years-add-up', {
      total: 9_999_999,
      amount: 10_000_000,
      years: ['2026-27'],
    });
  });

  test('is raised by what is set aside and promised to nobody, from allocations of its own', () => {
    const from = (...more: ReadonlyArray<object>) => asking({ more });
    const { more: _more, ...unfunded } = raising;
    after(...grant)
      .when(varyAgreement, unfunded, allowed)
      .refused('change.funded', { change: 2_000_000, added: 0 }, '/amount');
    from({ allocation: 'a3', amount: 1_999_999 }).refused('change.funded', { added: 1_999_999 });
    from({ allocation: 'a3', amount: 2_000_000 }, { allocation: 'a4', amount: 0 }).refused(
      'change.funded',
      {
        more: [
          { allocation: 'a3', amount: 2_000_000 },
          { allocation: 'a4', amount: 0 },
        ],
      },
      '/more',
    );
    from({ allocation: 'a3', amount: 2_000_001 }).refused(
      'award.within-allocation',
      { taken: 2_000_001 },
      '/more/0',
    );
    from({ allocation: 'a9', amount: 2_000_000 }).refused('award.within-allocation');
    from({ allocation: 'a3', amount: 1_000_000 }, { allocation: 'a3', amount: 1_000_000 }).refused(
      'award.funded-in-full',
      { amount: 2_000_000, allocations: ['a3', 'a3'] },
      '/more',
    );
    from({ allocation: 'a2', amount: 500_000 }, { allocation: 'a3', amount: 1_500_000 }).refused(
      'change.from-another-allocation',
      { allocations: ['a2'] },
      '/more',
    );
  });

  test('is lowered by what is unpaid: as it says, or in proportion', () => {
    const lowering = {
      ...raising,
      amount: outside(4_000_000),
      years: [{ year: '2026-27', amount: 4_000_000 }],
    };
    const { more: _more, ...lower } = lowering;
    const lowered = made(AgreementVaried, { ...lower, less: [share('a1', 3_750_000), share('a2', 250_000)] });
    after(...grant)
      .when(varyAgreement, lower, allowed)
      .then(lowered);
    const named = { ...lower, less: [{ allocation: 'a1', amount: 4_000_000 }] };
    after(...grant)
      .when(varyAgreement, named, allowed)
      .then(made(AgreementVaried, { ...named, less: [share('a1', 4_000_000)] }));
    const taking = (...less: ReadonlyArray<object>) =>
      after(...grant, ...paid('p1', 3_600_000)).when(varyAgreement, { ...lower, less }, allowed);
    taking({ allocation: 'a1', amount: 3_900_001 }).refused(
      'change.less-than-unpaid',
      {
        unpaid: [
          { allocation: 'a1', left: 3_900_000 },
          { allocation: 'a2', left: 500_000 },
        ],
      },
      '/less',
    );
    taking({ allocation: 'a9', amount: 4_000_000 }).refused('change.less-than-unpaid');
    taking({ allocation: 'a1', amount: 3_900_000 }).refused('change.funded', { taken: 3_900_000 });
    const twice = { allocation: 'a1', amount: 2_000_000 };
    taking(twice, twice).refused('change.less-than-unpaid');
    after(...grant, ...paid('p1', 4_000_001))
      .when(varyAgreement, lower, allowed)
      .refused('change.not-below-approved', { amount: 4_000_000, approved: 4_000_001 }, '/amount');
  });

  test('lets payments come to what the agreement now comes to, and no more', () => {
    const paying = (pence: number) => ({
      award: 'w1',
      payment: 'p1',
      amount: outside(pence),
      for: 'All of it',
    });
    const asApprover = contextOf({ ...allowed, actor: approver });
    const valid = made(DueDiligenceCompleted, {
      provider: village,
      depth: 'full',
      outcome: 'satisfactory',
      finding: 'Sound.',
      goodUntil: '2027-11-22',
    });
    after(...grant, valid, raised)
      .when(approvePayment, paying(10_000_000), asApprover)
      .then(made(PaymentApproved, paying(10_000_000)));
    after(...grant, valid, raised)
      .when(approvePayment, paying(10_000_001), asApprover)
      .refused('payment.within-agreement', { asked: { pence: 10_000_001, vat: 'outside' } });
  });

  test('counts what an enterprise may be given in all', () => {
    const near = made(SubsidyAssessed, {
      provider: village,
      isSubsidy: true,
      reason: 'An enterprise.',
      route: 'minimal-financial-assistance',
      confirmation: { received: 22_000_000, confirmedOn: '2026-11-20' },
    });
    after(...grant, near)
      .when(varyAgreement, raising, allowed)
      .refused('subsidy.within-limit', {
        total: 32_000_000,
        limit: 31_500_000,
        route: 'minimal-financial-assistance',
      });
  });

  test('counts what an enterprise was told that it may be given', () => {
    const toldOf = (amount: number) => [
      made(AssistanceNotified, {
        notification: 'n1',
        provider: village,
        route: 'minimal-financial-assistance',
        amount,
        notifiedOn: '2020-01-01',
      }),
      made(SubsidyAssessed, {
        provider: village,
        isSubsidy: true,
        reason: 'An enterprise.',
        route: 'minimal-financial-assistance',
        confirmation: { received: 0, confirmedOn: '2026-11-20', reference: 'Letter 1' },
      }),
    ];
    expect(
      after(...grant, ...toldOf(10_000_000)).when(varyAgreement, raising, allowed).decided,
    ).toMatchObject({
      _tag: 'Right',
    });
    after(...grant, ...toldOf(9_999_999))
      .when(varyAgreement, raising, allowed)
      .refused('subsidy.as-notified', { total: 10_000_000, notified: 9_999_999 }, '/amount');
  });
});

describe('a contract that grows into a higher band', () => {
  const quoted = signedContract('three-quotes', 5_500_000, 'below-threshold');
  const growing = {
    ...raising,
    amount: including(7_000_000),
    years: [{ year: '2026-27', amount: 7_000_000 }],
    more: [{ allocation: 'a3', amount: 1_500_000 }],
  };
  const grown = made(AgreementVaried, { ...growing, more: [share('a3', 1_500_000)] });
  const authorised = decided([act('vary', { upTo: including(7_000_000) })]);

  test('is refused by the band it then falls in', () => {
    after(...quoted)
      .when(varyAgreement, growing, authorised)
      .refused(
        'route.meets-band',
        { total: 7_000_000, upTo: 6_000_000, band: 'Three written quotes' },
        '/amount',
      );
    const within = {
      ...growing,
      amount: including(6_000_000),
      years: [{ year: '2026-27', amount: 6_000_000 }],
      more: [{ allocation: 'a3', amount: 500_000 }],
    };
    after(...quoted)
      .when(varyAgreement, within, authorised)
      .then(made(AgreementVaried, { ...within, more: [share('a3', 500_000)] }));
  });

  test('is allowed by an exception, band and limit each being policy', () => {
    const excepted = (rule: string) =>
      made(ExceptionRecorded, {
        rule,
        ground: 'The court opens in May.',
        authorisedBy: 'approver-1',
        decision: changeDecision,
      });
    after(...quoted, excepted('route.meets-band'))
      .when(varyAgreement, growing, authorised)
      .refused('route.within-its-limit', { total: 7_000_000 });
    after(...quoted, excepted('route.meets-band'), excepted('route.within-its-limit'))
      .when(varyAgreement, growing, authorised)
      .then(grown);
  });

  test('is allowed where all that a route of that band asks for was done, on a ground of that route', () => {
    const named = { provider: village, name: 'Village Hall Trust' };
    const done = [
      counted,
      voices,
      assessed,
      conflictsAssessed,
      made(InterestDeclared, { actor: officer.id, stage: 'general', interests: [] }),
      made(QuoteInvited, { quote: 'q1', invited: named, local: true }),
      made(QuoteReceived, {
        quote: 'q1',
        lot: 'whole',
        from: named,
        amount: including(1_500_000),
        for: 'More of it.',
      }),
      made(AwardRecommended, {
        recommendation: 'r1',
        lot: 'whole',
        recipient: named,
        amount: including(5_500_000),
        reasons: 'Good.',
      }),
      made(DueDiligenceCompleted, {
        provider: village,
        depth: 'full',
        outcome: 'satisfactory',
        finding: 'Sound.',
        goodUntil: '2027-11-22',
      }),
    ];
    const team = made(ProcurementTeamInvolved, { advice: 'A single tender action.', on: '2027-02-20' });
    const directAward = { ground: 'continuation', evidence: 'It performs well; we compete in May.' };
    const onGround = { ...growing, directAward };
    after(...quoted, ...done, team)
      .when(varyAgreement, onGround, authorised)
      .then(made(AgreementVaried, { ...onGround, more: [share('a3', 1_500_000)] }));
    after(...quoted, ...done)
      .when(varyAgreement, onGround, authorised)
      .refused('route.meets-band');
    after(...quoted, ...done, team)
      .when(varyAgreement, growing, authorised)
      .refused('route.meets-band');
    after(...quoted, ...done, team)
      .when(varyAgreement, { ...growing, directAward: { ...directAward, ground: 'habit' } }, authorised)
      .refused('change.on-a-known-ground', { ground: 'habit' }, '/directAward/ground');
    after(...quoted, ...done, team)
      .when(varyAgreement, { ...growing, directAward: { ...directAward, ground: 'small-sum' } }, authorised)
      .refused('change.on-a-known-ground', { added: 1_500_000, upTo: 600_000 });
  });

  test('is refused by law where it would become a public contract', () => {
    const tendered = [
      ...signedContract('tender', 5_500_000, 'below-threshold'),
      made(FundingAllocated, { allocation: 'a5', fund: fundReference, amount: 20_000_000 }),
    ];
    const large = {
      ...growing,
      amount: including(20_772_000),
      years: [{ year: '2026-27', amount: 20_772_000 }],
      more: [{ allocation: 'a5', amount: 15_272_000 }],
    };
    after(...tendered)
      .when(varyAgreement, large, decided([act('vary', { upTo: including(30_000_000) })]))
      .refused('route.regime-below-threshold', { value: 20_772_000 }, '/amount');
  });
});

describe('changing a public contract', () => {
  const changing = { ...raising, outcomes: ['Within three weeks.'] };
  const { amount: _amount, years: _years, more: _more, ...scope } = changing;
  const notice = (kind: string, publishedOn: string) =>
    made(NoticePublished, {
      notice: 'change-1',
      kind,
      channel: 'central-platform',
      reference: '2027/S 000-012345',
      publishedOn,
    });
  const under = (regime: string) => signedContract('tender', 5_500_000, regime);
  const authorised = decided([act('vary', { upTo: including(5_500_000) })]);
  const allowedAs = 'not-substantial';

  test('says as what the Act allows it, after a change notice or with the reason for none', () => {
    const asking = (more: object, ...before: ReadonlyArray<ReturnType<typeof notice>>) =>
      after(...under('standard'), ...before).when(varyAgreement, { ...scope, ...more }, authorised);
    asking({}).refused('change.allowed-by-the-act', { regime: 'standard' }, '/modification');
    const rule = 'change.notice-before';
    const noticed = { modification: { allowedAs, notice: 'change-1' } };
    asking({ modification: { allowedAs } }).refused(rule, {}, '/modification/notice');
    asking(noticed).refused(rule, { kind: null });
    asking(noticed, notice('UK7', '2027-02-20')).refused(rule, {
      notice: 'change-1',
      kind: 'UK7',
      agreedOn: scope.agreedOn,
    });
    asking(noticed, notice('UK10', '2027-02-27')).refused(rule);
    asking(noticed, notice('UK10', '2027-02-26')).then(made(AgreementVaried, { ...scope, ...noticed }));
    const none = { modification: { allowedAs, noNotice: 'Less than the Act asks one for.' } };
    asking(none).then(made(AgreementVaried, { ...scope, ...none }));
  });

  test.each(['light-touch', 'below-threshold'])('asks for nothing of the kind under %s', (regime) => {
    after(...under(regime))
      .when(varyAgreement, scope, authorised)
      .then(made(AgreementVaried, scope));
  });

  test('never asks it of a grant', () => {
    after(...grant)
      .when(varyAgreement, scope, allowed)
      .then(made(AgreementVaried, scope));
  });
});

const pending = { ground: 'continuation', evidence: 'Rated good; the competition opens on 1 April 2027.' };
const extending = {
  award: 'w1',
  extension: 'x1',
  decision: changeDecision,
  agreedOn: '2027-02-26',
  reason: 'The Ministry told its allocation late.',
  ends: '2028-05-31',
  amount: outside(12_000_000),
  years: [
    { year: '2026-27', amount: whole },
    { year: '2027-28', amount: 4_000_000 },
  ],
  pendingRetender: pending,
  more: [{ allocation: 'a4', amount: 4_000_000 }],
};
const extended = made(AgreementExtended, { ...extending, more: [share('a4', 4_000_000, nextYear)] });
const both = decided([act('extend'), act('vary', { upTo: outside(12_000_000) })]);

describe('extending an agreement until it has been competed for again', () => {
  const asking = (change: object, context = both) =>
    after(...grant).when(extendAgreement, { ...extending, ...change }, context);

  test('rests on a ground of the rules, on a decision to extend and on one that covers the sum', () => {
    asking({}).then(extended);
    asking({}, decided([act('extend')])).refused('authority.decision-authorises', { act: 'vary' });
    asking({}, decided([act('vary', { upTo: outside(12_000_000) })])).refused(
      'authority.decision-authorises',
      { act: 'extend', decision: 'BEDS-PCC24-0041', award: 'w1' },
      '/decision',
    );
    asking({ pendingRetender: { ...pending, ground: 'habit' } }).refused(
      'change.on-a-known-ground',
      { ground: 'habit' },
      '/pendingRetender/ground',
    );
  });

  test('may be for time alone', () => {
    const { amount: _amount, years: _years, more: _more, ...longer } = extending;
    after(...grant)
      .when(extendAgreement, longer, decided([act('extend')]))
      .then(made(AgreementExtended, longer));
  });

  test('makes it run longer, for no less, with money of its own', () => {
    asking({ ends: '2027-11-30' }).refused(
      'extension.runs-longer',
      { before: '2027-11-30', ends: '2027-11-30' },
      '/ends',
    );
    asking({ amount: outside(whole - 1) }).refused('extension.runs-longer', { change: -1 }, '/amount');
    asking({ more: [{ allocation: 'a4', amount: 3_999_999 }] }).refused('change.funded');
    const { more: _more, ...unfunded } = extending;
    after(...grant)
      .when(extendAgreement, unfunded, both)
      .refused('change.funded', { change: 4_000_000, added: 0 });
    asking({ years: [{ year: '2026-27', amount: whole }] }).refused('award.years-add-up', {}, '/years');
  });

  test('comes before the agreement has ended', () => {
    const late = decided([act('extend'), act('vary', { upTo: outside(12_000_000) })], {
      now: '2027-12-01T09:00:00.000Z',
    });
    asking({}, late).refused('agreement.running', { ends: '2027-11-30' });
  });

  test('is one thing or the other, and said once', () => {
    const rule = 'extension.option-or-retender';
    asking({ option: 0 }).refused(rule, { option: 0 });
    const { pendingRetender: _pending, ...neither } = extending;
    after(...grant)
      .when(extendAgreement, neither, both)
      .refused(rule);
    after(...grant, extended)
      .when(extendAgreement, { ...extending, reason: 'Another.' }, both)
      .refused('entry.said-once', {}, '/extension');
  });

  test('goes on with an agreement brought in and signed here, from what is set aside here', () => {
    const { provider, name } = { provider: village, name: 'Village Hall Trust' };
    const prior = [
      made(PriorAwardRecorded, {
        reference,
        award: 'w1',
        title: 'Treatment',
        recipient: { provider, name },
        amount: { basis: 'per annum', pence: whole },
        years: ['2026-27'],
        fundingStream: 'Community Safety Fund',
        agreement: 'live',
        source: { id: '093', url: 'https://example.org/93', read: '2026-11-01' },
      }),
      made(FundingAllocated, { allocation: 'a4', fund: nextYear, amount: 4_000_000 }),
      made(AgreementSigned, {
        award: 'w1',
        signedOn: '2026-11-23',
        amount: outside(whole),
        term: { starts: '2026-12-01', ends: '2027-11-30' },
      }),
    ];
    after(...prior)
      .when(extendAgreement, extending, both)
      .then(extended);
    after(...prior.filter(({ type }) => type !== 'AgreementSigned'))
      .when(extendAgreement, extending, both)
      .refused('agreement.signed');
  });
});

describe('taking up an option', () => {
  const options = [
    { months: 12, upTo: outside(4_000_000) },
    { months: 6, upTo: outside(2_000_000) },
  ];
  const { pendingRetender: _pending, ...rest } = extending;
  const taking = { ...rest, option: 0, ends: '2028-11-30' };
  const taken = made(AgreementExtended, { ...taking, more: [share('a4', 4_000_000, nextYear)] });
  const may = decided([act('extend')]);
  const asking = (change: object, ...before: ReadonlyArray<typeof taken>) =>
    after(...signedGrant(options), ...before).when(extendAgreement, { ...taking, ...change }, may);

  test('adds what the award says and needs no other sum decided', () => {
    asking({}).then(taken);
  });

  test('stays within its months and its sum', () => {
    const rule = 'extension.within-the-option';
    asking({ ends: '2028-12-01' }).refused(
      rule,
      { months: 12, lastDay: '2028-11-30', added: 4_000_000, upTo: 4_000_000 },
      '/ends',
    );
    asking({ option: 1 }).refused(rule, { months: 6 });
    asking({
      amount: outside(12_000_001),
      years: [{ year: '2026-27', amount: 12_000_001 }],
    }).refused(rule, { added: 4_000_001, upTo: 4_000_000 }, '/amount');
  });

  test('is done once, of an option that the award has', () => {
    const rule = 'extension.option-of-the-award';
    asking({ option: 2 }).refused(rule, { options: 2 }, '/option');
    asking({ extension: 'x2', ends: '2029-05-31' }, taken).refused(rule, { option: 0, taken: true });
    const { amount: _amount, years: _years, more: _more, ...time } = taking;
    const next = { ...time, extension: 'x2', option: 1, ends: '2029-05-31' };
    after(...signedGrant(options), taken)
      .when(extendAgreement, next, may)
      .then(made(AgreementExtended, next));
  });
});

describe('what is returned of an agreement that runs longer', () => {
  const measure = {
    id: 'said',
    name: 'Families who say it helped',
    figure: 'count',
    unit: 'families',
    direction: 'higher-is-better',
    target: 30,
    frequency: 'quarterly',
    measuresUserFeedback: true,
  };
  const period = (id: string, from: string, to: string, due: string) => ({ id, from, to, due });
  const last = period('q4', '2027-09-01', '2027-11-30', '2027-12-21');
  const next = period('q5', '2027-12-01', '2028-02-28', '2028-03-20');
  const agreed = made(KPIsAgreed, { award: 'w1', kpis: [measure], periods: [last] });
  const more = { award: 'w1', kpis: [measure, { ...measure, id: 'seen' }], periods: [next] };

  test('follows on from what was agreed, within the term as it stands', () => {
    after(...grant, agreed, extended)
      .when(agreeKpis, more, both)
      .then(made(KPIsAgreed, more));
    after(...grant, agreed)
      .when(agreeKpis, more, both)
      .refused('kpis.periods-within-term', { ends: '2027-11-30' });
    const gap = { ...more, periods: [{ ...next, from: '2027-12-02' }] };
    after(...grant, agreed, extended)
      .when(agreeKpis, gap, both)
      .refused('kpis.periods-contiguous', { period: 'q5' });
  });

  test('keeps each measure as it was agreed; another target is another measure', () => {
    after(...grant, agreed, extended)
      .when(agreeKpis, { ...more, kpis: [{ ...measure, target: 40 }] }, both)
      .refused('kpis.once', { measures: ['said'] }, '/kpis');
  });

  test('names for each period the measures that were agreed for it', () => {
    const returning = (id: string, ...kpis: ReadonlyArray<string>) => ({
      award: 'w1',
      period: id,
      values: kpis.map((kpi) => ({ kpi, value: 28 })),
      certifiedBy: 'trustee-1',
    });
    const spring = decided([], { now: '2028-03-01T09:00:00.000Z' });
    const history = [...grant, agreed, extended, made(KPIsAgreed, more)];
    after(...history)
      .when(returnKpis, returning('q4', 'said'), spring)
      .then(made(KPIReturned, returning('q4', 'said')));
    after(...history)
      .when(returnKpis, returning('q5', 'said'), spring)
      .refused('return.every-measure-once', { missing: ['seen'] });
  });
});

describe('money that brings conditions', () => {
  const condition = 'crime-and-disorder-reduction';
  const sentence = rules.fundingStreams
    .find(({ id }) => id === 'community-safety')
    ?.conditions.find(({ id }) => id === condition)?.sentence;
  const conditional = fold(
    fund,
    fundOf(10_000_000),
    recorded<FundEvent>([
      made(FundingAccepted, {
        tranche: 't2',
        amount: 1,
        conditions: [condition],
        decision: 'BEDS-PCC24-0031',
      }),
    ]),
  );
  const withFund = <Around extends { readonly funds: Context['funds'] }>(around: Around): Around => ({
    ...around,
    funds: new Map([[fundReference, conditional]]),
  });
  const answered = (met: boolean) =>
    made(FundingConditionsChecked, {
      fund: fundReference,
      answers: [{ condition, met, how: 'It keeps people out of court.' }],
    });

  test('is not signed for before somebody held the service against them, also where they came after the award', () => {
    const agreement = grant.at(-1)?.data;
    const unsigned = grant
      .slice(0, -1)
      .map((event) =>
        event.type === 'RouteChosen'
          ? made(RouteChosen, { ...event.data, profile: { ...event.data.profile, steps: [] } })
          : event,
      );
    const rule = 'funding.conditions-met';
    after(...unsigned)
      .when(signAgreement, agreement, withFund(commissionContext))
      .refused(rule, { condition, answered: null });
    after(...unsigned, answered(false))
      .when(signAgreement, agreement, withFund(commissionContext))
      .refused(rule, { answered: 'It keeps people out of court.' });
    after(...unsigned, answered(true))
      .when(signAgreement, agreement, withFund(commissionContext))
      .then(made(AgreementSigned, agreement));
  });

  test('raises an agreement that meets and states them, as it stands or as it is changed', () => {
    const vary = (change: object, ...events: ReadonlyArray<CommissionEvent>) =>
      after(...grant, ...events).when(varyAgreement, { ...raising, ...change }, withFund(allowed));
    vary({}).refused('funding.conditions-met', { condition });
    vary({}, answered(true)).refused(
      'award.carries-conditions',
      { condition, fund: 'BEDS-community-safety-2026-27' },
      '/more',
    );
    const stating = { conditions: [sentence] };
    vary(stating, answered(true)).then(made(AgreementVaried, { ...raised.data, ...stating }));
    const { more: _more, amount: _amount, years: _years, ...only } = raised.data;
    const stated = made(AgreementVaried, { ...only, variation: 'v0', conditions: [sentence] });
    vary({}, answered(true), stated).then(raised);
  });
});
