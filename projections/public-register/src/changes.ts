import { commissionOf, FundRef, orNull, type Pence } from '@commissioning/kernel';
import * as t from 'io-ts';
import { EntryDocument, StepDocument } from './documents';
import { type Change, change, type Effect, found } from '@commissioning/projecting';
import { spanOf } from './entries';
import type { Told } from './events';
import { fundKeys, fundNameIn } from './fund-names';
import { entryKey, pendingKey, stepKey } from './keys';
import { stepAbout, stepOf } from './story';
import { withholding } from './withholding';

type AgreementChange = Told<'AgreementVaried' | 'AgreementExtended'>;

const { amount, years, starts, ends, outcomes, conditions } = EntryDocument.props;

/** What a change leaves an entry with; null where it leaves it as it was. */
const EntryChange = t.type(
  {
    amount: orNull(amount),
    years: orNull(years),
    starts,
    ends,
    outcomes: orNull(outcomes),
    conditions: orNull(conditions),
    /** By how much more, or less, comes from which fund. */
    funds: t.readonlyArray(t.type({ fund: FundRef, name: t.string, pence: t.number })),
  },
  'EntryChange',
);

/** Changes of one agreement that wait until the decision on them is published. */
export const HeldChanges = t.type(
  {
    changes: t.readonlyArray(
      t.type({
        decision: t.string,
        kind: t.keyof({ varied: null, extended: null }),
        change: EntryChange,
        step: StepDocument,
      }),
    ),
  },
  'HeldChanges',
);
export type HeldChanges = t.TypeOf<typeof HeldChanges>;
type HeldChange = HeldChanges['changes'][number];

const fundsMoved = (
  event: AgreementChange,
  fundName: (fund: string) => string,
): HeldChange['change']['funds'] => {
  const { more = [] } = event.data;
  const less = event.type === 'AgreementVaried' ? (event.data.less ?? []) : [];
  return [
    ...more.map(({ fund, amount: pence }) => ({ fund, name: fundName(fund), pence: Number(pence) })),
    ...less.map(({ fund, amount: pence }) => ({ fund, name: fundName(fund), pence: -Number(pence) })),
  ];
};

const held = (event: AgreementChange, fundName: (fund: string) => string): HeldChange => {
  const { decision, amount: sum, years: spread } = event.data;
  const varied = event.type === 'AgreementVaried' ? event.data : undefined;
  const term = varied?.term;
  return {
    decision,
    kind: event.type === 'AgreementVaried' ? 'varied' : 'extended',
    change: {
      amount: sum === undefined ? null : { pence: sum.pence, basis: sum.vat },
      years: spread?.map(({ year, amount: pence }) => ({ year, pence })) ?? null,
      starts: term?.starts ?? null,
      ends: (event.type === 'AgreementExtended' ? event.data.ends : term?.ends) ?? null,
      outcomes: varied?.outcomes ?? null,
      conditions: varied?.conditions ?? null,
      funds: fundsMoved(event, fundName),
    },
    step: stepOf(event),
  };
};

/** A change of an agreement waits until the decision on it is published, whether the award is public or not. */
export const changeWaits = (event: AgreementChange): Effect => {
  const waits = pendingKey.changes(commissionOf(event), event.data.award);
  const less = event.type === 'AgreementVaried' ? (event.data.less ?? []) : [];
  const funds = [...(event.data.more ?? []), ...less].flatMap(({ fund }) => fundKeys(fund));
  return {
    reads: funds,
    changes: [
      change<HeldChanges>(waits, (before, lookup) => {
        return { changes: [...(before?.changes ?? []), held(event, fundNameIn(lookup))] };
      }),
    ],
  };
};

/** The sums of each fund after what was moved; a fund of which nothing is left is not named any longer. */
const fundsAfter = (
  before: EntryDocument['paidFrom'],
  moved: HeldChange['change']['funds'],
): EntryDocument['paidFrom'] => {
  const sums = new Map(before.map(({ fund, name, pence }) => [fund, { name, pence: Number(pence) }]));
  for (const { fund, name, pence } of moved)
    sums.set(fund, { name, pence: (sums.get(fund)?.pence ?? 0) + pence });
  return [...sums]
    .filter(([, { pence }]) => pence > 0)
    .map(([fund, { name, pence }]) => ({ fund, name, pence: pence as Pence }));
};

/** An entry with one change: what the change does not name stays. */
const entryWith = (entry: EntryDocument, to: HeldChange['change']): EntryDocument => {
  const paidFrom = fundsAfter(entry.paidFrom, to.funds);
  const spread = to.years ?? entry.years;
  // How an agreement ended is said already, where a change before that is made public after it.
  const ended = entry.agreement === 'ended';
  return {
    ...entry,
    amount: ended ? entry.amount : (to.amount ?? entry.amount),
    years: spread,
    ...(to.years === null ? {} : spanOf(spread.map(({ year }) => year))),
    starts: to.starts ?? entry.starts,
    ends: ended ? entry.ends : (to.ends ?? entry.ends),
    outcomes: to.outcomes ?? entry.outcomes,
    conditions: to.conditions ?? entry.conditions,
    paidFrom,
    ...(paidFrom.length === 0
      ? {}
      : { fundingStream: [...new Set(paidFrom.map(({ name }) => name))].join(', ') }),
  };
};

/** An entry with the changes that a published decision releases; what was or is withheld stays out. */
export const entryChanged = (
  event: Told<'DecisionPublished'>,
  entry: EntryDocument,
  waiting: HeldChanges | undefined,
): EntryDocument => {
  const { decision, withheld } = event.data;
  const released = (waiting?.changes ?? []).filter((each) => each.decision === decision);
  if (released.length === 0) return entry;
  const after = released.reduce((before, each) => entryWith(before, each.change), entry);
  return withholding(after, [...entry.withheld, ...withheld]);
};

/** What is told of the changes that a published decision releases; they wait no longer. */
export const changesReleased = (event: Told<'DecisionPublished'>, award: string): ReadonlyArray<Change> => {
  const reference = commissionOf(event);
  const { decision } = event.data;
  const [waits, entry] = [pendingKey.changes(reference, award), entryKey(reference, award)];
  const told = (kind: HeldChange['kind']): Change =>
    change<StepDocument>(stepKey(reference, 'award', award, kind, decision), (before, lookup) => {
      const changes = found<HeldChanges>(lookup, waits)?.changes ?? [];
      const last = changes.findLast((each) => each.decision === decision && each.kind === kind);
      const provider = found<EntryDocument>(lookup, entry)?.provider ?? null;
      return last === undefined ? before : stepAbout(provider, last.step);
    });
  return [
    told('varied'),
    told('extended'),
    change<HeldChanges>(waits, (before) => {
      const left = (before?.changes ?? []).filter((each) => each.decision !== decision);
      return left.length === 0 ? undefined : { changes: left };
    }),
  ];
};
