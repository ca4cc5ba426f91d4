import { bedfordshireBody, bedfordshireRules } from '@commissioning/domain';
import { people, story, type Step } from './step';

const { administrator, approver, finance, officer } = people;

interface Provider {
  readonly provider: string;
  readonly name: string;
  readonly sector: string;
  readonly local: boolean;
}

/** Bidders of the round and the tender, and the parish council of the small grant: invented, like everything they do. */
export const providers = {
  parish: { provider: 'BEDS-example-parish', name: 'Example Parish Council', sector: 'public', local: true },
  safeHands: {
    provider: 'BEDS-safe-hands-example',
    name: 'Safe Hands (example)',
    sector: 'voluntary-community-social-enterprise',
    local: true,
  },
  newHorizons: {
    provider: 'BEDS-new-horizons-example',
    name: 'New Horizons (example)',
    sector: 'voluntary-community-social-enterprise',
    local: false,
  },
  supportWorks: {
    provider: 'BEDS-support-works-example',
    name: 'Support Works Ltd (example)',
    sector: 'private',
    local: false,
  },
} as const satisfies Record<string, Provider>;

/** Twelve applicants of the round. */
export const applicants: ReadonlyArray<Provider> = [
  'Kempston Youth Club',
  'Leighton Sports Trust',
  'Luton Boxing Project',
  'Sandy Mentors',
  'Biggleswade Arts',
  'Dunstable Detached Youth Work',
  'Ampthill Community Hub',
  'Flitwick Futures',
  'Houghton Regis Together',
  'Cranfield Climbers',
  'Stotfold Skate',
  'Wootton Workshop',
].map((name) => ({
  provider: `BEDS-${name.toLowerCase().replaceAll(' ', '-')}-example`,
  name: `${name} (example)`,
  sector: 'voluntary-community-social-enterprise',
  local: true,
}));

const years = ['2024-25', '2025-26', '2026-27'];
const budget = 40_000_000;

/** The decisions by which each year's funding was accepted, numbered in the series of the day. */
const acceptance = ['BEDS-PCC21-0901', 'BEDS-PCC21-0902', 'BEDS-PCC21-0903'];

const themes = [
  'Sports-based early intervention',
  'Community mediation and hate crime',
  'Youth offending services',
];

/** What partners give has a stream of its own: the rules as published name none. */
const partnersMoney = {
  id: 'partner-contributions',
  name: 'Contributions of partners',
  funder: 'Partners',
  themes: [],
  conditions: [],
};

/** The body, its rules as each version was adopted, three years of a fund, and the providers. */
export const foundation: ReadonlyArray<Step> = story('foundation', (act) => {
  act('2023-02-01', '09:00', administrator, 'rulebook', 'BEDS', 'establish-body', bedfordshireBody);
  for (const rules of bedfordshireRules)
    act(rules.inForceFrom, '09:30', administrator, 'rulebook', 'BEDS', 'adopt-rules', {
      ...rules,
      fundingStreams: [...rules.fundingStreams, partnersMoney],
    });

  years.forEach((year, index) => {
    const [fund, decision] = [`BEDS-community-safety-${year}`, acceptance[index]];
    act('2024-02-19', `10:${index}0`, finance, 'fund', fund, 'open-fund', {
      stream: 'community-safety',
      themes,
    });
    act('2024-02-19', `11:${index}0`, approver, 'decision', String(decision), 'take-decision', {
      title: `Community Safety Fund ${year}`,
      delegation: 'commissioner',
      background: `The Community Safety Fund is part of the medium-term financial plan; this is its sum for ${year}.`,
      reasons: 'The sum was set aside in the budget and is affordable in each year of the plan.',
      advice: [
        { kind: 'finance', by: finance.id, text: 'Affordable within the medium-term financial plan.' },
      ],
      interests: [],
      authorises: [{ act: 'accept-funding', fund, amount: { pence: budget, vat: 'outside' } }],
    });
    act('2024-02-20', `09:${index}0`, officer, 'decision', String(decision), 'publish-decision', {
      channel: 'website',
      reference: `Decision ${String(decision)}`,
      withheld: [],
    });
    act('2024-02-20', `10:${index}0`, finance, 'fund', fund, 'accept-funding', {
      tranche: 'annual',
      amount: budget,
      conditions: [],
      decision,
    });
  });

  [...Object.values(providers), ...applicants].forEach((provider, index) => {
    // The parish council comes with its grant, to show how few acts that takes.
    if (provider === providers.parish) return;
    const minutes = String(index).padStart(2, '0');
    act('2024-02-21', `09:${minutes}`, officer, 'provider', provider.provider, 'register-provider', provider);
  });
});
