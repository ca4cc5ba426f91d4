import { fold } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { unpromised } from '../src/commission/allocations';
import { commission } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { FundingAllocated } from '../src/commission/plan/events';
import {
  AgreementSigned,
  QuoteInvited,
  QuoteReceived,
  SubsidyAssessed,
} from '../src/commission/purchase/events';
import { agreeKpis } from '../src/commission/review/agree-kpis';
import { closeWithEndReport } from '../src/commission/review/close-with-end-report';
import { InvoiceDisputed, InvoiceDisputeSettled } from '../src/commission/review/dispute-events';
import { disputeInvoice } from '../src/commission/review/dispute-invoice';
import { InvoiceReceived, KPIsAgreed, PaymentApproved, PaymentMade } from '../src/commission/review/events';
import { extendAgreement } from '../src/commission/review/extend-agreement';
import {
  AgreementExtended,
  AgreementTerminated,
  AgreementVaried,
} from '../src/commission/review/life-events';
import { recordPayment } from '../src/commission/review/record-payment';
import { settleInvoiceDispute } from '../src/commission/review/settle-invoice-dispute';
import { payableFrom, proRata } from '../src/commission/review/shares';
import { terminateAgreement } from '../src/commission/review/terminate-agreement';
import { varyAgreement } from '../src/commission/review/vary-agreement';
import type { Award } from '../src/commission/state';
import { DecisionPublished } from '../src/decision/events';
import { type FundEvent, FundingAccepted, FundOpened } from '../src/fund/events';
import { fund } from '../src/fund/state';
import {
  act,
  changeDecision,
  decided,
  including,
  nextYear,
  outside,
  share,
  signedContract,
  signedGrant,
} from './support/agreement';
import { after, contextAt, fundReference, reference, rules, village } from './support/commission';
import { made } from './support/made';
import { contextOf, finance, recorded } from './support/specification';

const grant = signedGrant();
const whole = 8_000_000;
const spring = contextAt('2027-03-01T09:00:00.000Z');
const stateAfter = (...events: ReadonlyArray<CommissionEvent>) =>
  fold(commission, commission.initial, recorded<CommissionEvent>(events));

const varying = {
  award: 'w1',
  variation: 'v1',
  decision: changeDecision,
  agreedOn: '2027-02-26',
  reason: 'Fewer families came.',
};
const mayVary = (pence: number) => decided([act('vary', { upTo: outside(pence) })]);

/** An agreement from before this record that was signed here. */
const prior = [
  made(PriorAwardRecorded, {
    reference,
    award: 'w1',
    title: 'Treatment',
    recipient: { provider: village, name: 'Village Hall Trust' },
    amount: { basis: 'per annum', pence: whole },
    years: ['2026-27'],
    fundingStream: 'Community Safety Fund',
    agreement: 'live',
    source: { id: '093', url: 'https://example.org/93', read: '2026-11-01' },
  }),
  made(FundingAllocated, { allocation: 'a1', fund: fundReference, amount: 1_000_000 }),
  made(FundingAllocated, { allocation: 'a4', fund: nextYear, amount: 4_000_000 }),
  made(AgreementSigned, {
    award: 'w1',
    signedOn: '2026-11-23',
    amount: outside(whole),
    term: { starts: '2026-12-01', ends: '2027-11-30' },
  }),
];

describe('an agreement from before this record', () => {
  const sum = (pence: number) => ({ amount: outside(pence), years: [{ year: '2026-27', amount: pence }] });

  test('is lowered with nothing to take off: nothing was ever promised here', () => {
    const lower = { ...varying, ...sum(6_000_000) };
    after(...prior)
      .when(varyAgreement, lower, mayVary(6_000_000))
      .then(made(AgreementVaried, lower));
  });

  test('is raised by money set aside here, to the penny', () => {
    const higher = { ...varying, ...sum(9_000_000) };
    const more = [{ allocation: 'a1', amount: 1_000_000 }];
    after(...prior)
      .when(varyAgreement, { ...higher, more }, mayVary(9_000_000))
      .then(made(AgreementVaried, { ...higher, more: [share('a1', 1_000_000)] }));
    after(...prior)
      .when(varyAgreement, higher, mayVary(9_000_000))
      .refused('change.funded', { change: 1_000_000, added: 0, taken: 0 }, '/amount');
  });

  test('is not raised by an allocation that it was paid from before', () => {
    const paid = [
      made(PaymentApproved, { award: 'w1', payment: 'p1', amount: outside(1), for: 'January' }),
      made(PaymentMade, {
        award: 'w1',
        payment: 'p1',
        amount: outside(1),
        paidOn: '2027-02-01',
        from: [share('a1', 1)],
      }),
    ];
    after(...prior, ...paid)
      .when(
        varyAgreement,
        { ...varying, ...sum(8_000_001), more: [{ allocation: 'a1', amount: 1 }] },
        mayVary(8_000_001),
      )
      .refused('change.from-another-allocation', { allocations: ['a1'] }, '/more');
  });

  test('is paid from what it was raised by and from what is promised to nobody, each once', () => {
    const extended = made(AgreementExtended, {
      award: 'w1',
      extension: 'x1',
      decision: changeDecision,
      agreedOn: '2027-02-26',
      reason: 'The Ministry told its allocation late.',
      ends: '2028-05-31',
      amount: outside(12_000_000),
      years: [{ year: '2026-27', amount: 12_000_000 }],
      more: [share('a4', 4_000_000, nextYear)],
    });
    const state = stateAfter(...prior, extended);
    expect(payableFrom(state, state.awards.get('w1') as Award)).toEqual([
      share('a4', 4_000_000, nextYear),
      share('a1', 1_000_000),
    ]);
  });

  test('is reported on as is agreed: no route of this record says how often', () => {
    const agreeing = {
      award: 'w1',
      kpis: [
        {
          id: 'said',
          name: 'Families who say it helped',
          figure: 'count',
          unit: 'families',
          direction: 'higher-is-better',
          target: 30,
          frequency: 'once',
          measuresUserFeedback: true,
        },
      ],
      periods: [{ id: 'all', from: '2026-12-01', to: '2027-11-30', due: '2027-12-21' }],
    };
    const routed = grant.filter(({ type }) => type === 'RouteChosen');
    after(...routed, ...prior)
      .when(agreeKpis, agreeing, spring)
      .then(made(KPIsAgreed, agreeing));
  });
});

describe('what an agreement from before this record was paid from', () => {
  test('is promised to nobody else, though it was raised from another allocation since', () => {
    const paid = [
      made(PaymentApproved, { award: 'w1', payment: 'p1', amount: outside(1), for: 'January' }),
      made(PaymentMade, {
        award: 'w1',
        payment: 'p1',
        amount: outside(1),
        paidOn: '2027-02-01',
        from: [share('a1', 1)],
      }),
    ];
    const extended = made(AgreementExtended, {
      award: 'w1',
      extension: 'x1',
      decision: changeDecision,
      agreedOn: '2027-02-26',
      reason: 'Late.',
      ends: '2028-05-31',
      amount: outside(12_000_000),
      years: [{ year: '2026-27', amount: 12_000_000 }],
      more: [share('a4', 4_000_000, nextYear)],
    });
    expect(unpromised(stateAfter(...prior, ...paid, extended), 'a1')).toBe(999_999);
  });
});

describe('a sum that is divided', () => {
  test('takes no penny from an allocation that has none left', () => {
    const left = [share('a1', 0), share('a2', 1), share('a3', 1)] as never;
    expect(proRata(1 as never, left)).toEqual([share('a2', 1)]);
  });
});

describe('a change of a grant under the standard regime', () => {
  test('needs no modification that the Act allows: it is no public contract', () => {
    const standard = grant.map((event) =>
      event.type === 'RouteChosen'
        ? { ...event, data: { ...event.data, regime: 'standard' as typeof event.data.regime } }
        : event,
    );
    const scope = { ...varying, outcomes: ['Seen within three weeks.'] };
    after(...standard)
      .when(varyAgreement, scope, mayVary(whole))
      .then(made(AgreementVaried, scope));
  });
});

describe('a change notice', () => {
  test('that is cited is looked for, whatever reason is given for none', () => {
    const both = {
      allowedAs: 'not-substantial',
      notice: 'change-1',
      noNotice: 'Less than the Act asks one for.',
    };
    after(...signedContract('tender', 5_500_000, 'standard'))
      .when(
        varyAgreement,
        { ...varying, outcomes: ['Seen within three weeks.'], modification: both },
        decided([act('vary', { upTo: including(5_500_000) })]),
      )
      .refused('change.notice-before', { notice: 'change-1', kind: null }, '/modification/notice');
  });
});

describe('a contract that grows into a band of more quotes', () => {
  const threeQuotes = rules.profiles.find(({ id }) => id === 'three-quotes');
  const growing = {
    ...varying,
    amount: including(2_000_000),
    years: [{ year: '2026-27', amount: 2_000_000 }],
    more: [{ allocation: 'a3', amount: 1_500_000 }],
  };
  const provider = (quote: string) => ({ provider: `BEDS-${quote}`, name: `The ${quote}` });
  const quoted = (...quotes: ReadonlyArray<string>) =>
    quotes.flatMap((quote) => [
      made(QuoteInvited, { quote, invited: provider(quote), local: true }),
      made(QuoteReceived, {
        quote,
        lot: 'whole',
        from: provider(quote),
        amount: including(1_500_000),
        for: 'More of it.',
      }),
    ]);
  const asked = (upTo: number, ...quotes: ReadonlyArray<string>) => {
    const profile = { ...threeQuotes, steps: ['quotes'], upTo } as unknown as typeof threeQuotes;
    const allowed = decided([act('vary', { upTo: including(2_000_000) })]);
    return after(...signedContract('one-quote', 500_000, 'below-threshold'), ...quoted(...quotes)).when(
      varyAgreement,
      growing,
      { ...allowed, rules: { ...rules, profiles: profile === undefined ? [] : [profile] } },
    );
  };
  const grown = made(AgreementVaried, { ...growing, more: [share('a3', 1_500_000)] });
  const refused = ['route.meets-band', { total: 2_000_000, upTo: 600_000 }, '/amount'] as const;

  test('needs as many as its route asks for, and no ground', () => {
    asked(6_000_000, 'ash', 'beech', 'elm').then(grown);
    asked(6_000_000, 'ash', 'beech').refused(...refused);
  });

  test('needs a route that goes so far, to the penny', () => {
    asked(2_000_000, 'ash', 'beech', 'elm').then(grown);
    asked(1_999_999, 'ash', 'beech', 'elm').refused(...refused);
  });
});

describe('an extension until the next competition', () => {
  const extending = {
    award: 'w1',
    extension: 'x1',
    decision: changeDecision,
    agreedOn: '2027-02-26',
    reason: 'The Ministry told its allocation late.',
    ends: '2028-05-31',
    amount: outside(12_000_000),
    years: [{ year: '2026-27', amount: 12_000_000 }],
    pendingRetender: { ground: 'continuation', evidence: 'Rated good.' },
    more: [{ allocation: 'a4', amount: 4_000_000 }],
  };

  test('needs a decision that covers all it then comes to, not what it came to before', () => {
    after(...grant)
      .when(extendAgreement, extending, decided([act('extend'), act('vary', { upTo: outside(whole) })]))
      .refused(
        'authority.decision-authorises',
        { act: 'vary', amount: outside(12_000_000), upTo: [outside(whole)] },
        '/decision',
      );
  });

  test('is held against the conditions of the money that it adds', () => {
    const conditional = fold(
      fund,
      fund.initial,
      recorded<FundEvent>([
        made(FundOpened, {
          fund: nextYear,
          stream: 'community-safety',
          name: 'Community Safety Fund',
          year: '2027-28',
          funder: 'Police and Crime Commissioner for Bedfordshire',
          themes: [],
        }),
        made(FundingAccepted, {
          tranche: 't1',
          amount: 4_000_000,
          conditions: ['crime-and-disorder-reduction'],
          decision: 'BEDS-PCC24-0031',
        }),
      ]),
    );
    const allowed = decided([act('extend'), act('vary', { upTo: outside(12_000_000) })]);
    after(...grant)
      .when(extendAgreement, extending, { ...allowed, funds: new Map([[nextYear, conditional]]) })
      .refused('funding.conditions-met', {
        fund: nextYear,
        condition: 'crime-and-disorder-reduction',
        answered: null,
      });
  });
});

describe('a variation of what is done alone', () => {
  test('is held against no subsidy limit: it gives the enterprise no more', () => {
    const beyond = made(SubsidyAssessed, {
      provider: village,
      isSubsidy: true,
      reason: 'An enterprise.',
      route: 'minimal-financial-assistance',
      confirmation: { received: 90_000_000, confirmedOn: '2026-11-20' },
    });
    const scope = { ...varying, outcomes: ['Seen within three weeks.'] };
    after(...grant, beyond)
      .when(varyAgreement, scope, mayVary(whole))
      .then(made(AgreementVaried, scope));
  });
});

describe('an award that is not public yet', () => {
  test('is not told of by the published decision that changes its agreement', () => {
    const scope = { ...varying, outcomes: ['Seen within three weeks.'] };
    const published = decided([act('vary', { upTo: outside(whole) })], { published: true });
    after(...grant.filter(({ type }) => type !== 'DecisionPublished'))
      .when(varyAgreement, scope, published)
      .then(
        made(AgreementVaried, scope),
        made(DecisionPublished, {
          decision: changeDecision,
          channel: 'website',
          reference: 'https://example.org/41',
          withheld: [],
          awards: [],
        }),
      );
  });
});

describe('an invoice', () => {
  const invoice = (id: string) =>
    made(InvoiceReceived, {
      award: 'w1',
      invoice: id,
      amount: outside(500_000),
      receivedOn: '2027-03-01',
      number: `No. ${id}`,
    });
  const on = contextAt('2027-03-02T12:00:00.000Z');

  test('is disputed whatever was paid on another', () => {
    const disputing = { award: 'w1', invoice: 'i1', reason: 'It asks for twelve sessions; nine were held.' };
    const paid = made(PaymentApproved, {
      award: 'w1',
      payment: 'p1',
      amount: outside(1),
      for: 'Sessions',
      invoice: 'i2',
    });
    after(...grant, invoice('i1'), invoice('i2'), paid)
      .when(disputeInvoice, disputing, on)
      .then(made(InvoiceDisputed, disputing));
  });

  test('may be found to be due whole', () => {
    const disputed = made(InvoiceDisputed, { award: 'w1', invoice: 'i1', reason: 'Nine were held.' });
    const settling = {
      award: 'w1',
      invoice: 'i1',
      payable: outside(500_000),
      settledOn: '2027-03-02',
      how: 'Twelve it was.',
    };
    after(...grant, invoice('i1'), disputed)
      .when(settleInvoiceDispute, settling, on)
      .then(made(InvoiceDisputeSettled, settling));
  });
});

describe('what is taken off an agreement', () => {
  test('is something of each allocation that is named', () => {
    const less = [
      { allocation: 'a1', amount: 1_000_000 },
      { allocation: 'a2', amount: 0 },
    ];
    after(...grant)
      .when(
        varyAgreement,
        { ...varying, amount: outside(7_000_000), years: [{ year: '2026-27', amount: 7_000_000 }], less },
        mayVary(7_000_000),
      )
      .refused('change.less-than-unpaid', {}, '/less');
  });
});

describe('a contract that is over its band already', () => {
  test('is changed in what is done without being held against it again', () => {
    const scope = { ...varying, outcomes: ['Seen within three weeks.'] };
    after(...signedContract('three-quotes', 7_000_000, 'below-threshold'))
      .when(varyAgreement, scope, decided([act('vary', { upTo: including(7_000_000) })]))
      .then(made(AgreementVaried, scope));
  });
});

describe('an agreement that is ended under a published decision', () => {
  test('is public with it', () => {
    const ending = {
      award: 'w1',
      by: 'body',
      ground: 'breach',
      reason: 'The worker left.',
      lastDay: '2027-03-31',
      stillOwed: outside(whole),
      comesBack: outside(0),
      decision: changeDecision,
    };
    after(...grant)
      .when(terminateAgreement, ending, decided([act('vary', { upTo: outside(whole) })], { published: true }))
      .then(
        made(AgreementTerminated, { ...ending, amount: outside(whole) }),
        made(DecisionPublished, {
          decision: changeDecision,
          channel: 'website',
          reference: 'https://example.org/41',
          withheld: [],
          awards: [],
        }),
      );
  });
});

describe('what is reported on', () => {
  test('is reported as often as the route asks, however seldom it is measured', () => {
    const measure = {
      id: 'said',
      name: 'Families who say it helped',
      figure: 'count',
      unit: 'families',
      direction: 'higher-is-better',
      target: 30,
      frequency: 'once',
      measuresUserFeedback: true,
    };
    after(...grant)
      .when(
        agreeKpis,
        {
          award: 'w1',
          kpis: [measure],
          periods: [{ id: 'all', from: '2026-12-01', to: '2027-11-30', due: '2027-12-21' }],
        },
        spring,
      )
      .refused('kpis.often-enough', { asked: 'quarterly', tooLong: ['all'], measuresMoreOften: [] });
  });

  test('may be a period of one day', () => {
    const agreeing = {
      award: 'w1',
      kpis: [
        {
          id: 'said',
          name: 'Families who say it helped',
          figure: 'count',
          unit: 'families',
          direction: 'higher-is-better',
          target: 30,
          frequency: 'once',
          measuresUserFeedback: true,
        },
      ],
      periods: [{ id: 'day', from: '2026-12-01', to: '2026-12-01', due: '2026-12-21' }],
    };
    after(...grant)
      .when(agreeKpis, agreeing, spring)
      .then(made(KPIsAgreed, agreeing));
  });
});

describe('closing with one report at the end', () => {
  const measure = {
    id: 'said',
    name: 'Families who say it helped',
    figure: 'count',
    unit: 'families',
    direction: 'higher-is-better',
    target: 30,
    frequency: 'once',
    measuresUserFeedback: true,
  };
  const period = (id: string, from: string, to: string) => ({ id, from, to, due: '2027-12-21' });
  const allOfIt = period('all', '2026-12-01', '2027-11-30');
  const halves = [period('h1', '2026-12-01', '2027-05-31'), period('h2', '2027-06-01', '2027-11-30')];
  const once = grant.map((event) =>
    event.type === 'RouteChosen'
      ? { ...event, data: { ...event.data, profile: { ...event.data.profile, returns: 'once' as const } } }
      : event,
  );
  const asked = (history: ReadonlyArray<CommissionEvent>, ...periods: ReadonlyArray<object>) =>
    after(...history, made(KPIsAgreed, { award: 'w1', kpis: [measure], periods })).when(
      closeWithEndReport,
      {
        award: 'w1',
        values: [{ kpi: 'said', value: 9 }],
        lines: [{ id: 'staff', heading: 'Staff', budget: 10, actual: 9, forecastUnderspend: 1 }],
        certifiedBy: 'trustee-1',
        rating: 'good',
        finding: 'Good.',
        outcome: 'delivered',
        summary: 'It ended.',
        lessons: [],
      },
      spring,
    );
  const rule = 'end-report.one-return';

  test('is for a route with one return, of an award with one period', () => {
    asked(grant, allOfIt).refused(rule, { returns: 'quarterly', periods: ['all'] }, '/award');
    asked(once, ...halves).refused(rule, { returns: 'once', periods: ['h1', 'h2'] }, '/award');
    // What follows is closing, under its own rules.
    asked(once, allOfIt).refused('closing.agreements-ended', { awards: ['w1'] });
  });
});

describe('a payment from more than one fund', () => {
  test('is in time for each by what that fund pays of it', () => {
    const until = (reference_: string, spendBy: string, pence: number) =>
      fold(
        fund,
        fund.initial,
        recorded<FundEvent>([
          made(FundOpened, {
            fund: reference_,
            stream: 'community-safety',
            name: 'Community Safety Fund',
            year: reference_.slice(-7),
            funder: 'Police and Crime Commissioner for Bedfordshire',
            themes: [],
          }),
          made(FundingAccepted, {
            tranche: 't1',
            amount: pence,
            conditions: [],
            decision: 'BEDS-PCC24-0031',
            spendBy: '2026-12-31',
          }),
          made(FundingAccepted, {
            tranche: 't2',
            amount: 1_000,
            conditions: [],
            decision: 'BEDS-PCC24-0031',
            spendBy,
          }),
        ]),
      );
    const extended = made(AgreementExtended, {
      award: 'w1',
      extension: 'x1',
      decision: changeDecision,
      agreedOn: '2027-02-26',
      reason: 'Late.',
      ends: '2028-05-31',
      amount: outside(12_000_000),
      years: [{ year: '2026-27', amount: 12_000_000 }],
      more: [share('a4', 4_000_000, nextYear)],
    });
    const approved = made(PaymentApproved, {
      award: 'w1',
      payment: 'p1',
      amount: outside(1_500),
      for: 'Winter',
    });
    const paying = {
      award: 'w1',
      payment: 'p1',
      amount: outside(1_500),
      paidOn: '2027-03-01',
      deliveredUntil: '2027-02-28',
      from: [
        { allocation: 'a1', amount: 1_000 },
        { allocation: 'a4', amount: 500 },
      ],
    };
    const around = contextOf({
      ...spring,
      actor: finance,
      funds: new Map([
        [fundReference, until(fundReference, '2027-03-31', 9_000_000)],
        [nextYear, until(nextYear, '2028-03-31', 9_000_000)],
      ]),
    });
    // Each fund can still spend £10 of what was delivered in February; the payment takes £10 of the one and £5 of the other.
    const { decided: answer } = after(...grant, extended, approved).when(recordPayment, paying, around);
    expect(E.isRight(answer)).toBe(true);
  });
});
