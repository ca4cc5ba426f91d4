import { reportedAndPaid, reviewedAndClosed, twoMeasures, withDueDays } from './parts/agreement';
import { granted, requested } from './parts/direct-grant';
import { decided, inCommission, net } from './parts/here';
import { assessedNeed } from './parts/need';
import { people, story, type Step } from './step';

const { officer, finance } = people;

const commission = 'BEDS-2025-0006';
const award = 'family-court';
const provider = 'BEDS-family-treatment-example';
const fund = 'BEDS-community-safety-2025-26';
const partnersFund = 'BEDS-partner-contributions-2025-26';
const title = 'Treatment for families in the drug and alcohol court (example)';

/** What each of the three gives, in pence: this body, and two councils. */
const [ours, luton, bedford] = [2_700_000, 1_200_000, 600_000];
const agreed = ours + luton + bedford;

const quarters = withDueDays([
  { id: 'summer', from: '2025-07-01', to: '2025-09-30' },
  { id: 'autumn', from: '2025-10-01', to: '2025-12-31' },
  { id: 'winter', from: '2026-01-01', to: '2026-03-31' },
]);
const term = { starts: '2025-07-01', ends: '2026-03-31' };

const partners = [
  { partner: 'luton', name: 'Example Council of the South', amount: luton, decision: 'BEDS-PCC24-0044' },
  { partner: 'bedford', name: 'Example Council of the North', amount: bedford, decision: 'BEDS-PCC24-0045' },
];

/** Three bodies pay for one service: two councils give money to this one, which leads and pays the provider. */
export const contributors: ReadonlyArray<Step> = story('contributors', (act) => {
  const here = inCommission(act, commission);
  act('2025-04-02', '10:00', finance, 'fund', partnersFund, 'open-fund', {
    stream: 'partner-contributions',
    themes: [],
  });
  act('2025-04-02', '10:30', officer, 'provider', provider, 'register-provider', {
    name: 'Example Family Treatment Service',
    sector: 'public',
    local: true,
  });
  assessedNeed(here, ['2025-04-03', '2025-04-10'], {
    title,
    summary:
      'Parents in care proceedings wait eleven weeks for treatment, and the court cannot wait for them.',
    objectives: ['prevention'],
    themes: ['Youth offending services'],
    areas: ['Bedford', 'Luton'],
    figures: {
      from: 'Family court (example)',
      source: 'Court lists of 2024',
      finding: 'Of 140 families 96 waited longer than the first hearing.',
    },
    voices: {
      from: 'Parents (example)',
      source: 'Conversations with twelve parents, January 2025',
      finding: 'Whoever begins treatment before the hearing mostly goes on with it.',
    },
    demand: 'Some 140 families a year.',
    gaps: 'No treatment begins within the first month.',
    equalityImpact: 'Two of three are mothers alone; a crèche is part of the service.',
  });
  for (const { partner, name } of partners)
    here('2025-04-14', partner === 'luton' ? '10:00' : '10:10', officer, 'join-co-commissioner', {
      partner,
      name,
      leads: false,
      since: '2025-04-14',
    });
  for (const [index, { partner, name, amount, decision }] of partners.entries()) {
    here('2025-04-22', `10:${index}0`, officer, 'agree-contribution', {
      contribution: partner,
      partner,
      amount,
      agreedOn: '2025-04-22',
      fund: partnersFund,
    });
    decided(act, '2025-05-06', `10:${index}0`, {
      decision,
      title: `Contribution of ${name} to treatment in the family court (example)`,
      background: `${name} has agreed to pay towards a service that this body commissions.`,
      reasons: 'One service for the whole court costs less than one for each council.',
      advice: 'The money comes without conditions beyond the service itself.',
      authorises: [{ act: 'accept-funding', fund: partnersFund, amount: net(amount) }],
    });
    act('2025-05-06', `11:${index}0`, finance, 'fund', partnersFund, 'accept-funding', {
      tranche: partner,
      amount,
      conditions: [],
      decision,
    });
    here('2025-05-12', `10:${index}0`, finance, 'receive-contribution', {
      contribution: partner,
      receipt: 'whole',
      amount,
      receivedOn: '2025-05-12',
      tranche: partner,
    });
  }
  here('2025-05-13', '09:00', finance, 'allocate-funding', {
    allocation: 'ours',
    fund,
    amount: ours,
    theme: 'Youth offending services',
  });
  here('2025-05-13', '09:10', finance, 'allocate-funding', {
    allocation: 'partners',
    fund: partnersFund,
    amount: luton + bedford,
  });
  requested(here, '2025-05-20', {
    ground: 'public-or-statutory-partner',
    evidence: 'The councils’ own treatment service has the duty, and takes families from the court already.',
    legalPower: 'crime-and-disorder-reduction-grant',
    reason: 'The service is there, knows the court, and can begin in July.',
    provider,
    pence: agreed,
    for: 'A worker in the court and places in treatment for nine months.',
    goodUntil: '2026-05-19',
  });
  granted(act, here, '2025-06-03', {
    commission,
    decision: 'BEDS-PCC24-0053',
    award,
    provider,
    pence: agreed,
    year: '2025-26',
    allocation: 'ours',
    paidFrom: [
      { allocation: 'ours', amount: ours },
      { allocation: 'partners', amount: luton + bedford },
    ],
    term,
    title,
    purpose: 'Every parent before the family drug and alcohol court begins treatment within four weeks.',
    outcomes: ['Fewer children are taken into care.'],
    conditions: [],
    statutoryReasons: {
      crimeAndDisorderReduction: 'Parents who are treated offend less, and their children too.',
    },
    background: 'Two councils and this body pay for the service together; this body leads.',
    reasons: 'Each pays in the proportion of the families that come from its area.',
  });
  here('2025-06-17', '10:00', officer, 'sign-agreement', {
    award,
    signedOn: '2025-06-17',
    amount: net(agreed),
    term,
    kpis: twoMeasures('Parents in treatment within four weeks', 30),
    periods: quarters,
  });
  for (const [index, period] of quarters.entries())
    reportedAndPaid(here, {
      award,
      period,
      helped: 28 + index * 4,
      wouldRecommend: 81 + index,
      budget: agreed / 3,
      actual: agreed / 3,
      paid: {
        amount: net(agreed / 3),
        from: [
          { allocation: 'ours', amount: ours / 3 },
          { allocation: 'partners', amount: (luton + bedford) / 3 },
        ],
      },
      certifiedBy: 'demo:head-of-family-treatment',
    });
  reviewedAndClosed(here, '2026-05-08', {
    award,
    finding: 'Ninety-six parents began treatment within four weeks; seven in ten went on with it.',
    outcome: 'delivered',
    summary: 'For nine months nobody before the court waited longer than four weeks.',
    lessons: ['Agree the shares by families, not by population: the councils asked for it.'],
  });
});
