import { Instrument, LegalPower, StatutoryReasons, Withheld } from '@commissioning/domain';
import {
  CalendarDate,
  CommissionRef,
  DecisionRef,
  DocumentRef,
  LocalId,
  Money,
  orNull,
} from '@commissioning/kernel';
import type { CollectionSpec } from '@commissioning/read-store';
import * as t from 'io-ts';
import { ListName } from './lists';

/** One payment, as an item of spending. */
export const SpendingItem = t.type({ payment: LocalId, amount: Money, paidOn: CalendarDate }, 'SpendingItem');
export type SpendingItem = t.TypeOf<typeof SpendingItem>;

/** An entry of a list. What the Order does not ask for in a list is null or empty there. */
export const EntryDocument = t.type(
  {
    list: ListName,
    commission: orNull(CommissionRef),
    award: orNull(LocalId),
    decision: orNull(DecisionRef),
    title: t.string,
    /** Whoever gets the grant or the money, or is the other party to the contract. */
    recipient: orNull(t.string),
    purpose: orNull(t.string),
    conditions: t.readonlyArray(t.string),
    /** Why crime and disorder would be reduced, why value for money would be obtained, or why it was decided. */
    reasons: orNull(t.string),
    legalPower: orNull(LegalPower),
    /** Grant, item of spending, value of the contract with every extension, or what a tender offers in all. */
    amount: orNull(Money),
    /** Of spending: the item; where it was paid before its award became public, with the others of that award. */
    items: t.readonlyArray(SpendingItem),
    /** The copy that is published, where one is recorded. */
    document: orNull(DocumentRef),
    /** Of a decision: in what capacity it was taken; of it and of minutes: where they are published. */
    capacity: orNull(t.string),
    publishedAt: orNull(t.string),
    /** The sum by which it belongs to this list, of the rules in force on its day; null where they name none. */
    threshold: orNull(Money),
    /** The day of the grant, payment, signature, invitation or decision, and the month and quarter it belongs to. */
    on: CalendarDate,
    month: t.string,
    quarter: t.string,
    withheld: t.readonlyArray(Withheld),
  },
  'EntryDocument',
);
export type EntryDocument = t.TypeOf<typeof EntryDocument>;

/** The thresholds of every version of a body's rules, oldest first. */
export const HeldThresholds = t.type(
  {
    versions: t.readonlyArray(
      t.type({
        inForceFrom: CalendarDate,
        expenditure: orNull(Money),
        contract: orNull(Money),
      }),
    ),
  },
  'HeldThresholds',
);
export type HeldThresholds = t.TypeOf<typeof HeldThresholds>;

/** An award with what happened under it, kept to be listed once its decision is published and ever after. */
export const HeldAward = t.type(
  {
    released: t.boolean,
    instrument: orNull(Instrument),
    commission: CommissionRef,
    award: LocalId,
    decision: orNull(DecisionRef),
    title: t.string,
    recipient: t.string,
    purpose: orNull(t.string),
    conditions: t.readonlyArray(t.string),
    statutoryReasons: StatutoryReasons,
    legalPower: orNull(LegalPower),
    amount: orNull(Money),
    /** What the extensions that were agreed as options may come to, each up to so much; null is taken up. */
    extensions: t.readonlyArray(orNull(Money)),
    on: CalendarDate,
    signed: orNull(
      t.type({
        on: CalendarDate,
        amount: Money,
        document: orNull(DocumentRef),
        threshold: orNull(Money),
        /** Whether it has come to more than the sum above which a copy is published: then it stays listed as one. */
        copied: t.boolean,
      }),
    ),
    /** Changes of the agreement whose decisions are not published yet. */
    changes: t.readonlyArray(
      t.type({
        decision: DecisionRef,
        on: CalendarDate,
        /** What it comes to from then on; null is as it was. */
        amount: orNull(Money),
        /** The place of the option that is taken up by it. */
        option: orNull(t.number),
        threshold: orNull(Money),
      }),
    ),
    /** Payments above the threshold of their day that were made before the award became public. */
    items: t.readonlyArray(SpendingItem),
    itemThreshold: orNull(Money),
    withheld: t.readonlyArray(Withheld),
  },
  'HeldAward',
);
export type HeldAward = t.TypeOf<typeof HeldAward>;

/** By which instrument a commission buys, kept until its specification is published. */
export const HeldInstrument = t.type({ instrument: Instrument, legalPower: LegalPower }, 'HeldInstrument');
export type HeldInstrument = t.TypeOf<typeof HeldInstrument>;

/** The collections of the lists. What is `pending` is not public, and no public route may reach it. */
export const specifiedInformationCollections: ReadonlyArray<CollectionSpec> = [
  { name: 'pending', fields: [], indexes: [], temporal: false },
  {
    name: 'entries',
    fields: ['list', 'month', 'quarter', 'on', 'title'],
    indexes: [
      ['list', 'on', 'title'],
      ['list', 'month', 'on'],
      ['list', 'quarter', 'on'],
    ],
    temporal: true,
  },
];
