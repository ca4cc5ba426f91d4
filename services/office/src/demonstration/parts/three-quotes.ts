import { addDays, type CalendarDate } from '@commissioning/kernel';
import { type Act, minute, people } from '../step';
import { decided, gross, type Here } from './here';

const { officer, approver, assessors } = people;
const panel = [assessors[0], assessors[1]];

/** A provider that is invited, what it quotes, and two assessors’ scores for quality and social value, of four. */
interface Quote {
  readonly quote: string;
  readonly provider: string;
  readonly name: string;
  readonly sector: string;
  readonly local: boolean;
  readonly price: number;
  readonly scores: ReadonlyArray<readonly [quality: number, social: number]>;
}

/** Contracts that could reasonably be one with this, in pence with VAT, and why they are apart or there are none. */
interface Aggregation {
  readonly others: ReadonlyArray<{
    readonly contract: string;
    readonly value: object;
    readonly counted: boolean;
  }>;
  readonly reason: string;
}

interface Comparison {
  readonly title: string;
  readonly legalPower: string;
  readonly reason: string;
  readonly estimate: string;
  readonly aggregation: Aggregation;
  readonly need: string;
  readonly outcomes: ReadonlyArray<{ readonly id: string; readonly outcome: string }>;
  readonly noConsultation: string;
  readonly highest: number;
  readonly term: { readonly starts: string; readonly ends: string };
  /** The days on which the specification goes out and on which it closes, at noon. */
  readonly out: string;
  readonly closes: string;
  readonly quotes: ReadonlyArray<Quote>;
  /** Why no local provider is among those who are invited, where none is. */
  readonly noLocalProvider?: string;
  readonly goodUntil: string;
}

const criteria = [
  { id: 'quality', title: 'How it will be done', category: 'quality', weight: 60, scoredBy: 'panel' },
  { id: 'price', title: 'Price', category: 'value', weight: 30, scoredBy: 'price' },
  { id: 'social', title: 'Social value', category: 'social-value', weight: 10, scoredBy: 'panel' },
];

const scale = {
  minimum: 0,
  maximum: 4,
  descriptors: [
    { score: 0, meaning: 'No answer, or one that does not meet the requirement.' },
    { score: 1, meaning: 'Meets the requirement in part; serious doubts.' },
    { score: 2, meaning: 'Meets it in most parts; some doubts.' },
    { score: 3, meaning: 'Meets it in full, with evidence.' },
    { score: 4, meaning: 'Meets it in full, with strong evidence, and adds to it.' },
  ],
};

const putOut = (here: Here, of: Comparison): void => {
  const { title, need, outcomes, noConsultation, highest, term, out, closes, quotes, noLocalProvider } = of;
  here(out, '09:00', officer, 'choose-instrument', {
    instrument: 'contract',
    legalPower: of.legalPower,
    reason: of.reason,
  });
  here(out, '09:05', officer, 'choose-route', {
    profile: 'three-quotes',
    value: gross(highest),
    estimate: of.estimate,
    regime: 'below-threshold',
    aggregation: of.aggregation,
  });
  here(out, '09:10', officer, 'assess-conflicts', { finding: 'None found.', mitigations: [] });
  here(out, '09:15', officer, 'appoint-panel', {
    members: panel.map(({ id }, index) => ({
      actor: id,
      role: index === 0 ? 'Commissioning manager' : 'Victims’ services manager of another county',
      independent: index === 1,
      part: 'assessor',
    })),
  });
  for (const [index, assessor] of panel.entries())
    here(out, minute(20 + index), assessor, 'declare-interests', { stage: 'general', interests: [] });
  here(out, '09:50', officer, 'declare-interests', { stage: 'general', interests: [] });
  here(out, '10:00', officer, 'publish-spec', {
    title,
    need,
    outcomes,
    noConsultation,
    term,
    lots: [{ id: 'main', title, envelope: gross(highest), maximumAward: gross(highest), maximumAwards: 1 }],
    criteria,
    scale,
    priceMethod: 'relative-to-lowest',
    tieBreak: ['higher-quality', 'higher-social-value', 'lower-price'],
    invitationToInnovate: 'Say what you would do that is not asked for here.',
    opens: `${out}T12:00:00.000Z`,
    clarificationsUntil: `${addDays(closes as CalendarDate, -3)}T12:00:00.000Z`,
    closes: `${closes}T12:00:00.000Z`,
    channels: ['email'],
  });
  const why = noLocalProvider === undefined ? {} : { noLocalProvider };
  for (const [index, { quote, provider }] of quotes.entries())
    here(out, minute(120 + index), officer, 'invite-quote', { quote, provider, ...why });
};

const compared = (here: Here, { closes, quotes }: Comparison): void => {
  for (const [index, { quote, provider, price }] of quotes.entries())
    here(closes, minute(index * 20), officer, 'receive-quote', {
      quote,
      provider,
      amount: gross(price),
      for: 'All that the specification asks for.',
    });
  const scoring = addDays(closes as CalendarDate, 2);
  for (const [who, assessor] of panel.entries()) {
    here(scoring, minute(who * 90), assessor, 'declare-interests', { stage: 'bidders', interests: [] });
    for (const [index, { quote, scores }] of quotes.entries())
      here(scoring, minute(who * 90 + 10 + index * 20), assessor, 'score-bid', {
        bid: quote,
        lot: 'main',
        scores: [
          ['quality', scores[who]?.[0], 'page 2'],
          ['social', scores[who]?.[1], 'page 5'],
        ].map(([criterion, score, passage]) => ({
          criterion,
          score,
          rationale: 'As the written quote shows.',
          passage: `Quote, ${passage}`,
        })),
      });
    here(scoring, minute(who * 90 + 80), assessor, 'lock-scores', { lot: 'main' });
  }
  here(scoring, '15:00', officer, 'complete-evaluation', { lot: 'main' });
};

/** Three quotes are asked for against a published specification, scored by two, and the best of them is recommended. */
export const bestOfThree = (act: Act, here: Here, of: Comparison): void => {
  const { quotes, closes, goodUntil } = of;
  for (const [index, { provider, name, sector, local }] of quotes.entries())
    act(of.out, `08:0${index}`, officer, 'provider', provider, 'register-provider', { name, sector, local });
  putOut(here, of);
  compared(here, of);
  const [best] = quotes;
  if (best === undefined) return;
  const day = addDays(closes as CalendarDate, 3);
  here(day, '10:00', officer, 'recommend-award', {
    recommendation: 'best-quote',
    lot: 'main',
    bid: best.quote,
    provider: best.provider,
    amount: gross(best.price),
    reasons: 'Ranked first of three written quotes.',
  });
  here(day, '10:10', officer, 'assess-subsidy', {
    provider: best.provider,
    isSubsidy: false,
    reason: 'A price for a service, found by comparing quotes.',
  });
  here(day, '10:20', officer, 'complete-diligence', {
    provider: best.provider,
    depth: 'standard',
    outcome: 'satisfactory',
    finding: 'Accounts, insurance and references seen.',
    goodUntil,
  });
};

interface Contract {
  readonly commission: string;
  readonly decision: string;
  readonly award: string;
  readonly quotes: ReadonlyArray<Quote>;
  readonly year: string;
  readonly allocation: string;
  readonly term: { readonly starts: string; readonly ends: string };
  readonly title: string;
  readonly purpose: string;
  readonly outcomes: ReadonlyArray<string>;
  readonly conditions: ReadonlyArray<string>;
  readonly background: string;
  readonly reasons: string;
}

/** The commissioner awards the contract to the best of the quotes, and all who quoted hear how theirs was seen. */
export const contracted = (act: Act, here: Here, day: string, contract: Contract): void => {
  const { commission, decision, award, quotes, year, allocation, background, reasons, ...said } = contract;
  const [best] = quotes;
  if (best === undefined) return;
  const amount = gross(best.price);
  decided(act, day, '14:00', {
    decision,
    title: said.title,
    background,
    reasons,
    advice: 'Recommended: the best of three written quotes by the criteria that were sent out.',
    authorises: [{ act: 'award', commission, provider: best.provider, lot: 'main', upTo: amount }],
  });
  here(day, '15:00', approver, 'award-contract', {
    ...said,
    award,
    lot: 'main',
    bid: best.quote,
    decision,
    provider: best.provider,
    amount,
    years: [{ year, amount: best.price }],
    extensionOptions: [],
    statutoryReasons: {
      valueForMoney: 'The best of three written quotes, compared by criteria sent out beforehand.',
    },
    paidFrom: [{ allocation, amount: best.price }],
  });
  for (const [index, { quote }] of quotes.entries())
    here(addDays(day as CalendarDate, 1), minute(index * 10), officer, 'give-feedback', {
      lot: 'main',
      bid: quote,
      feedback: 'The scores with the reasons for each, and what the best quote did better.',
    });
};
