import { type Rule, rule, type Strength } from '@commissioning/kernel';
import type { Step } from '../rulebook/events';

const stepRule = (step: Step, strength: Strength, sentence: string, source: string): Rule =>
  rule({ id: `step.${step}`, sentence, strength, source });

const strategy = 'Commissioning Strategy 2024';

/** The rule by which each step is asked for, where the route names it. Those of policy yield to an exception. */
export const stepRules: Readonly<Record<Step, Rule>> = {
  'standing-assessment': stepRule(
    'standing-assessment',
    'policy',
    'A small award cites the standing needs assessment that it rests on.',
    `${strategy}, analyse`,
  ),
  evidence: stepRule(
    'evidence',
    'policy',
    'A need is shown by quantitative and by qualitative evidence.',
    `${strategy}, analyse: quantitative and qualitative data`,
  ),
  'needs-assessment': stepRule(
    'needs-assessment',
    'policy',
    'The need was assessed, with the conclusion to commission.',
    `${strategy}, analyse`,
  ),
  consultation: stepRule(
    'consultation',
    'policy',
    'Those who know the need were consulted, or it is said why not.',
    `Police Reform and Social Responsibility Act 2011 s.17; ${strategy}, plan`,
  ),
  'market-engagement': stepRule(
    'market-engagement',
    'policy',
    'Possible providers were spoken with before the specification was settled.',
    `Procurement Act 2023 s.16; ${strategy}, plan`,
  ),
  'procurement-team': stepRule(
    'procurement-team',
    'policy',
    'The procurement team took part.',
    `${strategy}, plan: tenders with the procurement team`,
  ),
  'conflicts-assessment': stepRule(
    'conflicts-assessment',
    'law',
    'Conflicts of interest in the process were assessed.',
    'Procurement Act 2023 s.83; by policy for grants',
  ),
  specification: stepRule('specification', 'policy', 'A specification was published.', `${strategy}, plan`),
  quotes: stepRule(
    'quotes',
    'policy',
    'A written quote or request was received.',
    'Decision PCC/D/129: written quotes',
  ),
  'opening-keys': stepRule(
    'opening-keys',
    'policy',
    'Bids are sealed to keys that different people hold, so that no one of them can open a bid alone.',
    'Sealed bids, opened by two people together: Scottish Procurement Journey',
  ),
  'sealed-bids': stepRule(
    'sealed-bids',
    'integrity',
    'Sealed bids were received and opened together.',
    'Equal treatment, Procurement Act 2023 s.12(2); sealed bids, Scottish Procurement Journey',
  ),
  panel: stepRule('panel', 'policy', 'A panel was appointed.', `${strategy}, purchase: a panel`),
  'interest-declarations': stepRule(
    'interest-declarations',
    'law',
    'Everybody who takes part declared their interests, and what was declared is settled.',
    'Procurement Act 2023 ss.81–82; by policy for grants',
  ),
  scoring: stepRule(
    'scoring',
    'integrity',
    'Every assessor scored and locked their scores.',
    'Bid evaluation guidance note, May 2021: individual scores first',
  ),
  moderation: stepRule(
    'moderation',
    'policy',
    'The panel met to agree its scores.',
    'Bid evaluation guidance note, May 2021: moderation',
  ),
  evaluation: stepRule(
    'evaluation',
    'integrity',
    'The ranking was computed from the scores.',
    'Procurement Act 2023 s.19: the award goes to the most advantageous tender',
  ),
  recommendation: stepRule(
    'recommendation',
    'policy',
    'The award was recommended to the person who decides.',
    '7 Force procurement process: contract award recommendation report',
  ),
  'subsidy-assessment': stepRule(
    'subsidy-assessment',
    'law',
    'It was assessed whether the award is a subsidy, and if so how it is lawful.',
    'Subsidy Control Act 2022 ss.12 and 36–39',
  ),
  'due-diligence': stepRule(
    'due-diligence',
    'policy',
    'The provider was looked into, and nothing stands against it.',
    'GovS 015, grants: timely and proportionate due diligence',
  ),
  'assessment-summaries': stepRule(
    'assessment-summaries',
    'law',
    'Every assessed bidder was sent its assessment summary.',
    'Procurement Act 2023 s.50(3); by policy below the thresholds',
  ),
  publication: stepRule(
    'publication',
    'policy',
    'The decision to award was published.',
    'Specified Information Order 2011 (SI 2011/3050) para 5; before signature by policy',
  ),
  standstill: stepRule(
    'standstill',
    'law',
    'The standstill has passed.',
    'Procurement Act 2023 s.51; by policy where a route names one without having to',
  ),
  feedback: stepRule(
    'feedback',
    'policy',
    'Every bidder was told how its bid was seen.',
    `${strategy}, purchase`,
  ),
  kpis: stepRule(
    'kpis',
    'policy',
    'Measures and reporting periods were agreed with the provider.',
    'GovS 015, grants: defined outputs and monitoring; Procurement Act 2023 s.52',
  ),
  review: stepRule(
    'review',
    'policy',
    'The provider’s performance was reviewed.',
    'GovS 015, grants: annual review; Procurement Act 2023 s.71',
  ),
};
