import { alsoWithheld, correctedIn, namedIn, putRightIn, type Withheld } from '@commissioning/domain';
import { dayOf, commissionOf, type Money, type Pence, sumPence } from '@commissioning/kernel';
import { type Change, change, type Effect, found, type Lookup } from '@commissioning/projecting';
import type { EntryDocument, HeldAward, SpendingItem } from './documents';
import { asChanged, contractListed } from './contracts';
import { entry, under, withholding } from './entry';
import type { Told } from './events';
import { entryKey, pendingKey } from './keys';
import { isAbove, thresholdOn } from './thresholds';

/** Whether the Order lists an award as a grant, and so none of its payments as spending. */
const isCrimeAndDisorderGrant = ({ instrument, legalPower }: HeldAward): boolean =>
  instrument === 'grant' && legalPower === 'crime-and-disorder-reduction-grant';

const grantEntry = (held: HeldAward): EntryDocument | undefined =>
  isCrimeAndDisorderGrant(held)
    ? withholding(
        entry({
          list: 'crime-and-disorder-grants',
          ...under(held),
          conditions: held.conditions,
          reasons: held.statutoryReasons.crimeAndDisorderReduction ?? null,
          // As it stands: what was signed is what was awarded, until it is varied.
          amount: held.signed?.amount ?? held.amount,
          on: held.on,
        }),
        held.withheld,
      )
    : undefined;

const spendingEntry = (
  held: HeldAward,
  items: ReadonlyArray<SpendingItem>,
  threshold: Money | null,
): EntryDocument | undefined => {
  const last = items
    .map(({ paidOn }) => paidOn)
    .toSorted()
    .at(-1);
  const [first] = items;
  if (first === undefined || last === undefined || isCrimeAndDisorderGrant(held)) return undefined;
  const amount = { pence: sumPence(items.map((item) => item.amount.pence)), vat: first.amount.vat };
  const reasons = held.statutoryReasons.valueForMoney ?? null;
  return withholding(
    entry({ list: 'spending', ...under(held), reasons, amount, items, threshold, on: last }),
    held.withheld,
  );
};

/** The entry of a grant once a decision about it is published: as it was listed, but for what that made of its sum. */
const grantListed = (
  before: EntryDocument | undefined,
  held: HeldAward,
  decision: string,
): EntryDocument | undefined => {
  const now = grantEntry(asChanged(held, decision));
  return before === undefined || now === undefined ? (before ?? now) : { ...before, amount: now.amount };
};

/** An award is kept from when it is made. */
export const awardKept = (event: Told<'GrantAwarded' | 'ContractAwarded'>): Effect => {
  const commission = commissionOf(event);
  const { award, decision, title, recipient, purpose, conditions, statutoryReasons, legalPower, amount } =
    event.data;
  return {
    reads: [],
    changes: [
      change<HeldAward>(pendingKey.award(commission, award), () => ({
        released: false,
        instrument: event.type === 'GrantAwarded' ? 'grant' : 'contract',
        commission,
        award,
        decision,
        title,
        recipient: recipient.name,
        purpose,
        conditions,
        statutoryReasons,
        legalPower,
        amount,
        extensions: event.data.extensionOptions.map(({ upTo }) => upTo),
        on: dayOf(event),
        signed: null,
        changes: [],
        items: [],
        itemThreshold: null,
        withheld: [],
      })),
    ],
  };
};

/** What came to nothing before it was signed was not granted: it is listed no longer, or never. */
export const awardFallsThrough = (event: Told<'AwardDeclined'>): Effect => {
  const [commission, { award }] = [commissionOf(event), event.data];
  const gone = () => undefined;
  return {
    reads: [],
    changes: [
      change<EntryDocument>(entryKey('crime-and-disorder-grants', commission, award), gone),
      change<HeldAward>(pendingKey.award(commission, award), gone),
    ],
  };
};

/** The title of an award brought in is put right for what will be paid under it; what was listed says what it said then. */
export const priorAwardPutRight = (event: Told<'EntryCorrected'>): Effect => {
  const fields = correctedIn(event.data).filter(({ field }) => field === '/title');
  const award = namedIn(event.data, 'award') ?? '';
  return {
    reads: [],
    changes: [
      change<HeldAward>(pendingKey.award(commissionOf(event), award), (before) =>
        before === undefined
          ? undefined
          : // Where its source names no outputs the title stands for its purpose.
            putRightIn(putRightIn(before, fields), fields, () => '/purpose'),
      ),
    ],
  };
};

/**
 * An award brought in is public and was listed, or not, before this record began: what is paid under it here is
 * spending. Under which power it was made its source does not say.
 */
export const priorAwardKept = (event: Told<'PriorAwardRecorded'>): Effect => {
  const { reference: commission, award, title, recipient, outputs, instrument } = event.data;
  return {
    reads: [],
    changes: [
      change<HeldAward>(pendingKey.award(commission, award), () => ({
        released: true,
        instrument: instrument ?? null,
        commission,
        award,
        decision: null,
        title,
        recipient: recipient.name,
        purpose: outputs ?? title,
        conditions: [],
        statutoryReasons: {},
        legalPower: null,
        amount: null,
        extensions: [],
        on: dayOf(event),
        signed: null,
        changes: [],
        items: [],
        itemThreshold: null,
        withheld: [],
      })),
    ],
  };
};

const released = (held: HeldAward, withheld: ReadonlyArray<Withheld>): HeldAward => ({
  ...held,
  released: true,
  withheld: alsoWithheld(held.withheld, withheld),
});

/** A published decision lists the awards it names, with what was signed and paid under them meanwhile. */
export const decisionReleases = (event: Told<'DecisionPublished'>): Effect => {
  const reference = commissionOf(event);
  const { awards = [], withheld, decision } = event.data;
  const waiting = awards.map((award) => pendingKey.award(reference, award));
  return {
    reads: waiting,
    changes: awards.flatMap((award): ReadonlyArray<Change> => {
      const key = pendingKey.award(reference, award);
      const listed = (
        list: Parameters<typeof entryKey>[0],
        about: ReadonlyArray<string>,
        made: (before: EntryDocument | undefined, held: HeldAward) => EntryDocument | undefined,
      ): Change =>
        change<EntryDocument>(entryKey(list, reference, award, ...about), (before, lookup) => {
          const held = found<HeldAward>(lookup, key);
          return held ? made(before, released(held, withheld)) : before;
        });
      return [
        listed('crime-and-disorder-grants', [], (before, held) => grantListed(before, held, decision)),
        listed('contracts', [], (before, held) => contractListed(before, held, decision)),
        listed(
          'spending',
          ['before-publication'],
          (before, held) => before ?? spendingEntry(held, held.items, held.itemThreshold),
        ),
        change<HeldAward>(
          key,
          (before) => before && { ...asChanged(released(before, withheld), decision), items: [] },
        ),
      ];
    }),
  };
};

/** A payment above the threshold of its day is an item of spending, listed once its award is public. */
export const isPaid = (event: Told<'PaymentMade'>): Effect => {
  const reference = commissionOf(event);
  const { award, payment, amount, paidOn } = event.data;
  const key = pendingKey.award(reference, award);
  const item: SpendingItem = { payment, amount, paidOn };
  const threshold = (lookup: Lookup): Money | null => thresholdOn(lookup, event, 'expenditure', paidOn);
  return {
    reads: [key, pendingKey.thresholds(event.metadata.body)],
    changes: [
      change<EntryDocument>(entryKey('spending', reference, award, 'payment', payment), (before, lookup) => {
        const held = found<HeldAward>(lookup, key);
        return held?.released === true && isAbove(amount, threshold(lookup))
          ? spendingEntry(held, [item], threshold(lookup))
          : before;
      }),
      change<HeldAward>(key, (before, lookup) =>
        before === undefined || before.released || !isAbove(amount, threshold(lookup))
          ? before
          : { ...before, items: [...before.items, item], itemThreshold: threshold(lookup) },
      ),
    ],
  };
};

/** The sum of sums on one basis of VAT; undefined for none, or where they are on several. */
export const sumOf = (sums: ReadonlyArray<Money>): Money | undefined => {
  const [first] = sums;
  if (first === undefined || sums.some(({ vat }) => vat !== first.vat)) return undefined;
  return { pence: sumPence(sums.map(({ pence }): Pence => pence)), vat: first.vat };
};
