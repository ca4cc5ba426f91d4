import { type Act, people } from '../step';
import { decided, type Here, net } from './here';

const { officer } = people;

interface Request {
  readonly ground: string;
  readonly evidence: string;
  readonly legalPower: string;
  readonly reason: string;
  readonly provider: string;
  readonly pence: number;
  readonly for: string;
  readonly goodUntil: string;
}

/** A grant without competition is asked for: its ground, the request, and what was looked at before it is recommended. */
export const requested = (here: Here, day: string, request: Request): void => {
  const { ground, evidence, legalPower, reason, provider, pence, goodUntil } = request;
  const amount = net(pence);
  here(day, '10:00', officer, 'choose-instrument', { instrument: 'grant', legalPower, reason });
  here(day, '10:05', officer, 'choose-route', {
    profile: 'direct-grant',
    value: amount,
    estimate: 'The sum asked for, held against what the service cost before.',
    regime: 'grant',
  });
  here(day, '10:10', officer, 'authorise-direct-award', { ground, evidence });
  here(day, '10:15', officer, 'assess-conflicts', { finding: 'None found.', mitigations: [] });
  here(day, '10:20', officer, 'receive-quote', { quote: 'request', provider, amount, for: request.for });
  here(day, '10:25', officer, 'declare-interests', { stage: 'general', interests: [] });
  here(day, '10:30', officer, 'assess-subsidy', {
    provider,
    isSubsidy: false,
    reason: 'Help that is free to whoever needs it and that nobody sells there.',
  });
  here(day, '10:35', officer, 'complete-diligence', {
    provider,
    depth: 'full',
    outcome: 'satisfactory',
    finding: 'Accounts, safeguarding policy, insurance and references seen.',
    goodUntil,
  });
  here(day, '10:40', officer, 'recommend-award', {
    recommendation: 'request',
    lot: 'whole',
    provider,
    amount,
    reasons: reason,
  });
};

interface Grant {
  readonly commission: string;
  readonly decision: string;
  readonly award: string;
  readonly provider: string;
  readonly pence: number;
  readonly year: string;
  readonly allocation: string;
  /** Where several allocations pay for it, what each of them does. */
  readonly paidFrom?: ReadonlyArray<{ readonly allocation: string; readonly amount: number }>;
  readonly term: { readonly starts: string; readonly ends: string };
  readonly title: string;
  readonly purpose: string;
  readonly outcomes: ReadonlyArray<string>;
  readonly conditions: ReadonlyArray<string>;
  readonly statutoryReasons: object;
  readonly background: string;
  readonly reasons: string;
}

/** The commissioner decides on it and awards it: all of it in one year. */
export const granted = (act: Act, here: Here, day: string, grant: Grant): void => {
  const { commission, decision, award, provider, pence, year, allocation, background, reasons, ...rest } =
    grant;
  const { paidFrom = [{ allocation, amount: pence }], ...said } = rest;
  const amount = net(pence);
  decided(act, day, '14:00', {
    decision,
    title: said.title,
    background,
    reasons,
    advice: 'Recommended: the ground holds, and the sum is reasonable.',
    authorises: [{ act: 'award', commission, provider, lot: 'whole', upTo: amount }],
  });
  here(day, '15:00', people.approver, 'award-grant', {
    ...said,
    award,
    lot: 'whole',
    decision,
    provider,
    amount,
    years: [{ year, amount: pence }],
    extensionOptions: [],
    paidFrom,
  });
};
