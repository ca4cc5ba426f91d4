import { commissionOf, type Money, sumPence } from '@commissioning/kernel';
import { change, type Effect, found, type Lookup } from '@commissioning/projecting';
import type { EntryDocument, HeldAward } from './documents';
import { entry, under, withholding } from './entry';
import type { Told } from './events';
import { entryKey, pendingKey } from './keys';
import { isAbove, thresholdOn } from './thresholds';

type Signed = NonNullable<HeldAward['signed']>;

/** What a contract may come to: the sum as it stands and every extension that was agreed as an option and is left. */
const valueOf = (amount: Money, extensions: HeldAward['extensions']): Money => ({
  pence: sumPence([amount.pence, ...extensions.flatMap((option) => option?.pence ?? [])]),
  vat: amount.vat,
});

const contractEntry = (held: HeldAward): EntryDocument | undefined => {
  const { instrument, signed, extensions } = held;
  if (instrument !== 'contract' || signed === null) return undefined;
  const { on, document, threshold } = signed;
  const amount = valueOf(signed.amount, extensions);
  const list = signed.copied ? 'contracts' : 'smaller-contracts';
  return withholding(entry({ list, ...under(held), amount, document, threshold, on }), held.withheld);
};

/** A signed agreement is kept with its award, and listed at once where that is public and a contract of this record. */
export const isSigned = (event: Told<'AgreementSigned'>): Effect => {
  const reference = commissionOf(event);
  const { award, signedOn: on, amount, document = null } = event.data;
  const key = pendingKey.award(reference, award);
  const after = (held: HeldAward, lookup: Lookup): HeldAward => {
    // An award brought in has no decision here that would release what was signed for.
    if (held.decision === null) return held;
    const threshold = thresholdOn(lookup, event, 'contract', on);
    const copied = isAbove(valueOf(amount, held.extensions), threshold);
    return { ...held, signed: { on, amount, document, threshold, copied } };
  };
  return {
    reads: [key, pendingKey.thresholds(event.metadata.body)],
    changes: [
      change<EntryDocument>(entryKey('contracts', reference, award), (before, lookup) => {
        const held = found<HeldAward>(lookup, key);
        return held?.released === true ? contractEntry(after(held, lookup)) : before;
      }),
      change<HeldAward>(key, (before, lookup) => before && after(before, lookup)),
    ],
  };
};

/** A change of an agreement waits until the decision on it is published. */
export const changeKept = (event: Told<'AgreementVaried' | 'AgreementExtended'>): Effect => {
  const { award, decision, agreedOn: on, amount = null } = event.data;
  const option = event.type === 'AgreementExtended' ? (event.data.option ?? null) : null;
  return {
    reads: [pendingKey.thresholds(event.metadata.body)],
    changes: [
      change<HeldAward>(pendingKey.award(commissionOf(event), award), (before, lookup) => {
        const threshold = thresholdOn(lookup, event, 'contract', on);
        return (
          before && { ...before, changes: [...before.changes, { decision, on, amount, option, threshold }] }
        );
      }),
    ],
  };
};

const changedBy = (held: HeldAward, made: HeldAward['changes'][number]): HeldAward => {
  if (held.signed === null) return held;
  const amount = made.amount ?? held.signed.amount;
  const extensions = held.extensions.map((each, place) => (place === made.option ? null : each));
  const above = isAbove(valueOf(amount, extensions), made.threshold);
  // A contract that comes to more than it did is one of the larger from that day on. None becomes a smaller one again.
  const from: Partial<Signed> =
    above && !held.signed.copied ? { on: made.on, threshold: made.threshold, copied: true } : {};
  return { ...held, extensions, signed: { ...held.signed, amount, ...from } };
};

/** An award with what was changed of its agreement under a decision that is now published. */
export const asChanged = (held: HeldAward, decision: string): HeldAward => {
  const under = (made: HeldAward['changes'][number]): boolean => made.decision === decision;
  const changed = held.changes.filter(under).reduce(changedBy, held);
  return { ...changed, changes: held.changes.filter((made) => !under(made)) };
};

/** The entry of a contract once a decision about it is published: as it was listed, but for what that changed. */
export const contractListed = (
  before: EntryDocument | undefined,
  held: HeldAward,
  decision: string,
): EntryDocument | undefined => {
  const now = contractEntry(asChanged(held, decision));
  if (before === undefined || now === undefined) return before ?? now;
  const { list, amount, threshold, on, month, quarter } = now;
  return { ...before, list, amount, threshold, on, month, quarter };
};
