import type { Actor } from '@commissioning/kernel';
import { type Act, people } from '../step';

/** Where a step happens in one commission. */
export type Here = (day: string, time: string, actor: Actor, action: string, command: unknown) => void;

/** What a story does, said of one commission. */
export const inCommission =
  (act: Act, commission: string): Here =>
  (day, time, actor, action, command) =>
    act(day, time, actor, 'commission', commission, action, command);

/** A sum outside VAT: of a grant. */
export const net = (pence: number): { pence: number; vat: string } => ({ pence, vat: 'outside' });

/** A sum with VAT in it: of a contract. */
export const gross = (pence: number): { pence: number; vat: string } => ({ pence, vat: 'including' });

interface Decision {
  readonly decision: string;
  readonly title: string;
  readonly background: string;
  readonly reasons: string;
  readonly advice: string;
  readonly authorises: ReadonlyArray<object>;
}

/** The commissioner decides on an officer's and the finance officer's advice, and the decision is published at once. */
export const decided = (act: Act, day: string, time: string, said: Decision): void => {
  const { officer, approver, finance } = people;
  const { decision, advice, ...rest } = said;
  const [, series = '', number] = decision.split('-');
  act(day, time, approver, 'decision', decision, 'take-decision', {
    ...rest,
    delegation: 'commissioner',
    advice: [
      { kind: 'officer', by: officer.id, text: advice },
      { kind: 'finance', by: finance.id, text: 'Affordable within the money named.' },
    ],
    interests: [],
    publication: { channel: 'website', reference: `Decision ${series} ${Number(number)}`, withheld: [] },
  });
};
