import { reportedAndPaid, reviewedAndClosed, twoMeasures, withDueDays } from './parts/agreement';
import { granted, requested } from './parts/direct-grant';
import { inCommission, net } from './parts/here';
import { assessedNeed } from './parts/need';
import { people, story, type Step } from './step';

const { officer, finance } = people;

const commission = 'BEDS-2025-0005';
const award = 'triage';
const provider = 'BEDS-youth-offending-service-example';
const fund = 'BEDS-community-safety-2025-26';
const title = 'Triage of young people in police custody (example)';
const agreed = 6_000_000;
const quarters = withDueDays([
  { id: 'summer', from: '2025-07-01', to: '2025-09-30' },
  { id: 'autumn', from: '2025-10-01', to: '2025-12-31' },
  { id: 'winter', from: '2026-01-01', to: '2026-03-31' },
]);
const term = { starts: '2025-07-01', ends: '2026-03-31' };

/** A grant to a council’s youth offending service, which shares the function with this body: no competition could help. */
export const publicBody: ReadonlyArray<Step> = story('public-body', (act) => {
  const here = inCommission(act, commission);
  act('2025-05-07', '10:00', officer, 'provider', provider, 'register-provider', {
    name: 'Example Council Youth Offending Service',
    sector: 'public',
    local: true,
  });
  assessedNeed(here, ['2025-05-08', '2025-05-15'], {
    title,
    summary:
      'Young people are held overnight for what could be dealt with out of court, and nobody asks why.',
    objectives: ['prevention'],
    themes: ['Youth offending services'],
    areas: ['Bedford', 'Central Bedfordshire'],
    figures: {
      from: 'Bedfordshire Police (example)',
      source: 'Custody records of people under 18, 2024',
      finding: 'Nine hundred detentions; in four of ten no further action followed.',
    },
    voices: {
      from: 'Custody visitors (example)',
      source: 'Reports of visits, 2024',
      finding: 'Young people wait for an appropriate adult for most of a night.',
    },
    demand: 'Some nine hundred young people a year are brought into custody.',
    gaps: 'The youth offending service hears of them days later.',
    equalityImpact: 'Black boys are held longer for the same; the worker notes how long everybody waits.',
  });
  here('2025-05-19', '09:00', finance, 'allocate-funding', {
    allocation: 'service',
    fund,
    amount: agreed,
    theme: 'Youth offending services',
  });
  requested(here, '2025-05-21', {
    ground: 'public-or-statutory-partner',
    evidence:
      'Crime and Disorder Act 1998 s.39: the council keeps a youth offending team with the police; the grant is given under the Police Reform and Social Responsibility Act 2011 s.9.',
    legalPower: 'crime-and-disorder-reduction-grant',
    reason: 'The council’s own statutory service works with the same young people before and after.',
    provider,
    pence: agreed,
    for: 'Two workers in the custody suites on weekdays until midnight.',
    goodUntil: '2026-05-20',
  });
  granted(act, here, '2025-06-02', {
    commission,
    decision: 'BEDS-PCC24-0052',
    award,
    provider,
    pence: agreed,
    year: '2025-26',
    allocation: 'service',
    term,
    title,
    purpose:
      'Each young person brought into custody is seen by a youth worker before a charge is considered.',
    outcomes: ['Fewer young people come back into custody within six months.'],
    conditions: ['The posts are additional to those that the council has to fund.'],
    statutoryReasons: {
      crimeAndDisorderReduction: 'Young people who are seen at once come back into custody half as often.',
    },
    background: 'The council’s youth offending service asked for £60,000 for workers in custody.',
    reasons: 'The function is shared by law; a competition could not find another body that has it.',
  });
  here('2025-06-16', '10:00', officer, 'sign-agreement', {
    award,
    signedOn: '2025-06-16',
    amount: net(agreed),
    term,
    kpis: twoMeasures('Young people seen in custody', 180),
    periods: quarters,
  });
  for (const [index, period] of quarters.entries())
    reportedAndPaid(here, {
      award,
      period,
      helped: 168 + index * 14,
      wouldRecommend: 78 + index,
      budget: agreed / 3,
      actual: agreed / 3,
      paid: { amount: net(agreed / 3), from: [{ allocation: 'service', amount: agreed / 3 }] },
      certifiedBy: 'demo:head-of-youth-offending',
    });
  reviewedAndClosed(here, '2026-05-07', {
    award,
    finding: 'Nine of ten were seen before a charge was considered; two of ten came back within six months.',
    outcome: 'delivered',
    summary: 'Some five hundred and fifty young people were seen in custody, most of them within two hours.',
    lessons: ['Ask the force to call the worker when the car sets off.'],
  });
});
