import { assessedNeed } from './parts/need';
import { decided, inCommission } from './parts/here';
import { people, story, type Step } from './step';

const { officer } = people;

const commission = 'BEDS-2026-0005';

/** A need on which people are asked before anything is specified: one consultation is over, one is open into the new year. */
export const asking: ReadonlyArray<Step> = story('asking', (act) => {
  const here = inCommission(act, commission);
  assessedNeed(here, ['2026-09-07', '2026-09-14'], {
    title: 'Support after a burglary (example)',
    summary:
      'People who were burgled hear from four offices in the first week and from nobody in the second.',
    objectives: ['victims'],
    themes: [],
    areas: ['Bedford', 'Luton', 'Central Bedfordshire'],
    figures: {
      from: 'Bedfordshire Police (example)',
      source: 'Crime records 2025',
      finding: 'Three thousand burglaries of homes; one victim in nine was in touch with a service.',
    },
    voices: {
      from: 'Neighbourhood Watch (example)',
      source: 'Letters of members, 2025',
      finding: 'What people miss is one person to call.',
    },
    demand: 'Some three thousand households a year.',
    gaps: 'Nobody calls after the first week.',
    equalityImpact: 'People over seventy and people who rent are burgled again more often.',
  });
  here('2026-09-15', '10:00', officer, 'open-consultation', {
    consultation: 'partners',
    title: 'Who calls people after a burglary, and when',
    asks: 'Which of your staff are in touch with people after a burglary, for how long, and what do they hand on?',
    consulted: ['partners', 'experts'],
    from: '2026-09-21',
    until: '2026-10-09',
    answer: 'By e-mail to the commissioning team, or at the partners’ meeting on 29 September.',
  });
  here('2026-10-07', '15:00', officer, 'extend-consultation', {
    consultation: 'partners',
    extension: 'councils',
    until: '2026-10-16',
    reason: 'Two councils asked for another week.',
  });
  here('2026-10-20', '11:00', officer, 'hold-consultation', {
    consultation: 'partners',
    consulted: ['partners', 'experts'],
    from: '2026-09-21',
    to: '2026-10-16',
    findings: 'Four offices call in the first three days and none of them knows of the others.',
  });
  const decision = 'BEDS-PCC24-0121';
  const rule = 'step.market-engagement';
  decided(act, '2026-10-27', '10:00', {
    decision,
    title: 'Support after a burglary (example): no separate engagement of the market',
    background: 'All three who could provide it were at the meeting of partners on 29 September.',
    reasons: 'A second event within two months would ask the same people the same questions.',
    advice: 'Recommended; the draft specification is shown to everybody instead.',
    authorises: [{ act: 'exception', commission, rule }],
  });
  here('2026-10-27', '11:00', officer, 'record-exception', {
    rule,
    ground:
      'Those who could provide it were heard on 29 September; the draft specification will be shared openly.',
    decision,
  });
  here('2026-11-09', '10:00', officer, 'open-consultation', {
    consultation: 'residents',
    title: 'Support after a burglary: what would help',
    asks: 'What helped you in the first weeks, what was missing, and how should somebody reach you?',
    consulted: ['public', 'service-users'],
    from: '2026-11-16',
    until: '2027-02-12',
    answer:
      'By the form at https://example.org/consultations/burglary, by post to the office, or by telephone on weekdays; an interpreter can be asked for.',
    reference: 'https://example.org/consultations/burglary',
  });
});
