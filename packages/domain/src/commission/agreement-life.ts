import { type CalendarDate, type Money, noPence, type Pence, type DataOf } from '@commissioning/kernel';
import type { Term } from '../shapes';
import { totalOf } from '../totals';
import type { BreachResolved } from './review/breach-events';
import type { InvoiceDisputed, InvoiceDisputeSettled, PaymentRecovered } from './review/dispute-events';
import type { ImprovementAgreed, ReturnCorrected } from './review/learning-events';
import type { AgreementExtended, AgreementTerminated, AgreementVaried } from './review/life-events';
import type { Award } from './state';

/** What both sides are bound to: the sum and the term. */
export interface Bond {
  readonly amount: Money;
  readonly term: Term;
}

/** What became of an agreement after it was signed. */
export interface AgreementLife {
  /** Sum and term as changed last; undefined while they are as signed. */
  readonly changed: Bond | undefined;
  readonly variations: ReadonlyMap<string, DataOf<typeof AgreementVaried>>;
  readonly extensions: ReadonlyMap<string, DataOf<typeof AgreementExtended>>;
  readonly terminated: DataOf<typeof AgreementTerminated> | undefined;
  /** By the invoice: what was disputed last, and how that was settled. */
  readonly disputes: ReadonlyMap<string, Dispute>;
  readonly recoveries: ReadonlyMap<string, DataOf<typeof PaymentRecovered>>;
  readonly recoveredTotal: Pence;
  /** What breaches of it came to. */
  readonly breaches: ReadonlyMap<string, DataOf<typeof BreachResolved>>;
  readonly corrections: ReadonlyMap<string, DataOf<typeof ReturnCorrected>>;
  readonly improvements: ReadonlyMap<string, DataOf<typeof ImprovementAgreed>>;
}

/** A dispute about an invoice, and how it ended. */
export interface Dispute {
  readonly raised: DataOf<typeof InvoiceDisputed>;
  readonly settled: DataOf<typeof InvoiceDisputeSettled> | undefined;
}

/** An agreement of which nothing has changed. */
export const unchanged: AgreementLife = {
  changed: undefined,
  variations: new Map(),
  extensions: new Map(),
  terminated: undefined,
  disputes: new Map(),
  recoveries: new Map(),
  recoveredTotal: noPence,
  breaches: new Map(),
  corrections: new Map(),
  improvements: new Map(),
};

/** Sum and term of a signed agreement as they stand: as signed, or as changed since. */
export const inForce = ({ agreement, life }: Award): Bond | undefined =>
  life.changed ?? (agreement && { amount: agreement.amount, term: agreement.term });

/** What an award comes to as it stands: as awarded, until its agreement says something else. */
export const agreedSum = (award: Award): Money | undefined => inForce(award)?.amount ?? award.awarded;

/** What awards come to as they stand, together, in pence. */
export const agreedTotal = (awards: ReadonlyArray<Award>): number =>
  totalOf(awards.map((award) => agreedSum(award)?.pence ?? 0));

/** The options of an award that were not taken up and still can be. */
export const optionsLeft = ({ terms, life }: Award): ReadonlyArray<{ readonly upTo: Money }> => {
  if (life.terminated !== undefined) return [];
  const taken = new Set([...life.extensions.values()].map(({ option }) => option));
  return (terms?.extensionOptions ?? []).filter((_option, place) => !taken.has(place));
};

/** Whether a period of this first day is still to be reported on: one that begins after the agreement ends is not. */
export const withinItsTerm = (award: Award, from: CalendarDate): boolean => {
  const bond = inForce(award);
  return bond === undefined || from <= bond.term.ends;
};
