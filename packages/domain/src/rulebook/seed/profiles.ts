import type { RouteProfile } from '../events';
import type { Plain } from './plain';

type Profile = Plain<RouteProfile>;

const noQuotes = { invited: 0, local: 0, received: 0 };
const noPanel = { assessors: 0, independent: 0 };

/** What a route without competition asks for; a small grant asks for less. */
const direct = {
  competition: 'none',
  quotes: noQuotes,
  panel: noPanel,
  openers: 0,
  socialValue: 'considered',
  channels: [],
  minimumDaysOpen: 0,
  standstillWorkingDays: 0,
} as const;

const smallDirectGrant = (smallSum: number): Profile => ({
  ...direct,
  id: 'small-direct-grant',
  name: 'Small grant without competition',
  instruments: ['grant'],
  steps: [
    'standing-assessment',
    'quotes',
    'interest-declarations',
    'subsidy-assessment',
    'due-diligence',
    'publication',
    'kpis',
  ],
  grounds: ['small-sum'],
  quotes: { invited: 0, local: 0, received: 1 },
  returns: 'once',
  upTo: smallSum,
});

const oneQuote = (smallSum: number): Profile => ({
  ...direct,
  id: 'one-quote',
  name: 'One written quote',
  instruments: ['contract'],
  competition: 'quotes',
  steps: ['standing-assessment', 'quotes', 'interest-declarations', 'due-diligence', 'publication', 'kpis'],
  grounds: [],
  quotes: { invited: 1, local: 0, received: 1 },
  returns: 'once',
  upTo: smallSum,
});

const threeQuotes = (highestQuoted: number): Profile => ({
  id: 'three-quotes',
  name: 'Three written quotes, one of them from a local provider',
  instruments: ['grant', 'contract'],
  competition: 'quotes',
  steps: [
    'standing-assessment',
    'conflicts-assessment',
    'specification',
    'quotes',
    'panel',
    'interest-declarations',
    'recommendation',
    'subsidy-assessment',
    'due-diligence',
    'publication',
    'kpis',
    'review',
  ],
  grounds: [],
  quotes: { invited: 3, local: 1, received: 3 },
  panel: { assessors: 2, independent: 0 },
  openers: 0,
  socialValue: 'considered',
  channels: [],
  minimumDaysOpen: 7,
  standstillWorkingDays: 0,
  returns: 'quarterly',
  upTo: highestQuoted,
});

const grantRound: Profile = {
  id: 'grant-round',
  name: 'Open competition for grants from a fixed envelope',
  instruments: ['grant'],
  competition: 'open',
  steps: [
    'evidence',
    'needs-assessment',
    'consultation',
    'conflicts-assessment',
    'specification',
    'sealed-bids',
    'panel',
    'interest-declarations',
    'scoring',
    'moderation',
    'evaluation',
    'recommendation',
    'subsidy-assessment',
    'due-diligence',
    'feedback',
    'publication',
    'kpis',
    'review',
  ],
  grounds: [],
  quotes: noQuotes,
  panel: { assessors: 2, independent: 1 },
  openers: 2,
  socialValue: 'considered',
  channels: ['website'],
  minimumDaysOpen: 14,
  standstillWorkingDays: 0,
  returns: 'quarterly',
};

const directGrant: Profile = {
  ...direct,
  id: 'direct-grant',
  name: 'Grant without competition, on a ground',
  instruments: ['grant'],
  steps: [
    'evidence',
    'needs-assessment',
    'conflicts-assessment',
    'interest-declarations',
    'quotes',
    'recommendation',
    'subsidy-assessment',
    'due-diligence',
    'publication',
    'kpis',
    'review',
  ],
  grounds: ['sole-supplier', 'public-or-statutory-partner', 'urgent', 'pilot', 'continuation', 'small-sum'],
  quotes: { invited: 0, local: 0, received: 1 },
  returns: 'quarterly',
};

const singleTenderAction: Profile = {
  ...direct,
  id: 'single-tender-action',
  name: 'Contract without competition, on a ground',
  instruments: ['contract'],
  steps: [
    'evidence',
    'needs-assessment',
    'procurement-team',
    'conflicts-assessment',
    'interest-declarations',
    'quotes',
    'recommendation',
    'due-diligence',
    'publication',
    'kpis',
    'review',
  ],
  grounds: ['sole-supplier', 'public-or-statutory-partner', 'urgent', 'pilot', 'continuation'],
  quotes: { invited: 1, local: 0, received: 1 },
  returns: 'quarterly',
};

const inHouse: Profile = {
  ...direct,
  id: 'in-house',
  name: 'Provided by the body itself',
  instruments: ['in-house'],
  steps: [
    'evidence',
    'needs-assessment',
    'conflicts-assessment',
    'recommendation',
    'publication',
    'kpis',
    'review',
  ],
  grounds: [],
  returns: 'quarterly',
};

const tender: Profile = {
  id: 'tender',
  name: 'Competitive tender with the procurement team',
  instruments: ['grant', 'contract'],
  competition: 'open',
  steps: [
    'evidence',
    'needs-assessment',
    'consultation',
    'market-engagement',
    'procurement-team',
    'conflicts-assessment',
    'specification',
    'sealed-bids',
    'panel',
    'interest-declarations',
    'scoring',
    'moderation',
    'evaluation',
    'recommendation',
    'subsidy-assessment',
    'due-diligence',
    'assessment-summaries',
    'publication',
    'standstill',
    'kpis',
    'review',
  ],
  grounds: [],
  quotes: noQuotes,
  panel: { assessors: 3, independent: 1 },
  openers: 2,
  socialValue: 'weighted',
  channels: ['website', 'e-tendering-portal'],
  minimumDaysOpen: 25,
  standstillWorkingDays: 8,
  returns: 'quarterly',
};

/** Every route, by the highest sums in pence that need one written quote and three. */
export const profiles = (smallSum: number, highestQuoted: number): ReadonlyArray<Profile> => [
  smallDirectGrant(smallSum),
  oneQuote(smallSum),
  threeQuotes(highestQuoted),
  grantRound,
  directGrant,
  singleTenderAction,
  inHouse,
  tender,
];
