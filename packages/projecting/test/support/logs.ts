import { instantOf } from '@commissioning/kernel';
import fc from 'fast-check';
import { type Happening, poison } from './ledger';
import { lineIds } from './world';

const stream = fc.constantFrom('fund-BEDS-one-2026-27', 'fund-BEDS-two-2026-27', 'fund-BEDS-three-2026-27');
const line = fc.constantFrom(...lineIds);
const fund = fc.constantFrom('one', 'two');
const amounts = fc.constantFrom(1, 2, 100);
const poisonous = fc.constantFrom(1, 2, 100, poison);

/** Late entries: some take effect long before they are recorded, some of them out of order. */
const effectiveAt = fc.option(
  fc.integer({ min: 0, max: 20 }).map((day) => instantOf(Date.UTC(2025, 0, 1 + day))),
  { nil: undefined, freq: 4 },
);

const happenings = (amount: fc.Arbitrary<number>): fc.Arbitrary<Happening> =>
  fc
    .tuple(
      stream,
      fc.oneof(
        fc.record({
          type: fc.constant('LineAdded'),
          data: fc.record(
            { line, fund, amount, note: fc.constantFrom('x', 'y') },
            { requiredKeys: ['line', 'fund', 'amount'] },
          ),
        }),
        fc.record({ type: fc.constant('LineChanged'), data: fc.record({ line, fund, amount }) }),
        fc.record({ type: fc.constant('LineRemoved'), data: fc.record({ line, fund }) }),
        fc.record({
          type: fc.constant('FundRenamed'),
          data: fc.record({ fund, name: fc.constantFrom('A', 'B') }),
        }),
        fc.record({ type: fc.constant('NothingHappened'), data: fc.record({ number: fc.nat(9) }) }),
      ),
      effectiveAt,
    )
    .map(([name, event, at]) => ({
      stream: name,
      ...event,
      ...(at === undefined ? {} : { effectiveAt: at }),
    }));

/** What may happen to the ledger. */
export const logs = fc.array(happenings(amounts), { maxLength: 40 });

/** The same with events among it that the ledger cannot take in. */
export const poisonedLogs = fc.array(happenings(poisonous), { maxLength: 40 });
