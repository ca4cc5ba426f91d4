import { canonical } from '@commissioning/record';
import {
  approver,
  establish,
  freshStores,
  need,
  officer,
  type Process,
  processOver,
  streamOf,
} from './support/world';

const commission = 'BEDS-2026-0001';
let process: Process;

beforeEach(async () => {
  process = processOver(freshStores());
  await establish(process);
});

const correcting = (entry: string | undefined) => ({
  correction: 'title',
  entry,
  changes: [{ field: '/title', to: 'Activities for all young people' }],
  reason: 'A word was left out.',
});

describe('putting a slip right', () => {
  it('names the entry by the id that its command gave back, and leaves what was recorded as it was', async () => {
    const identified = await process.done(officer, 'commission', commission, 'identify-need', need);
    const [first] = await streamOf(process.events, `commission-${commission}`);
    const command = correcting(identified.events[0]?.id);
    const { events } = await process.done(officer, 'commission', commission, 'correct-entry', command);
    expect(events).toMatchObject([{ type: 'EntryCorrected', revision: 1 }]);
    const [still, corrected] = await streamOf(process.events, `commission-${commission}`);
    expect(still).toEqual(first);
    // Before the need is public the public view of its correction holds neither title.
    expect(canonical(corrected?.data ?? {})).not.toContain('young people');
    const again = await process.done(officer, 'commission', commission, 'correct-entry', command);
    expect(again.events).toEqual([]);
  });

  it('is found again by a process that reads the log anew', async () => {
    const identified = await process.done(officer, 'commission', commission, 'identify-need', need);
    const command = correcting(identified.events[0]?.id);
    const other = processOver(process);
    await other.done(officer, 'commission', commission, 'correct-entry', command);
    expect(
      await other.failed(approver, 'commission', commission, 'correct-entry', {
        ...command,
        correction: 'c2',
      }),
    ).toMatchObject({
      _tag: 'Refused',
      refusal: { rule: { id: 'correction.in-the-role-of-the-entry' } },
    });
  });

  it('is of an entry of the same stream', async () => {
    await process.done(officer, 'commission', commission, 'identify-need', need);
    const other = await process.done(officer, 'commission', 'BEDS-2026-0002', 'identify-need', need);
    const failure = await process.failed(
      officer,
      'commission',
      commission,
      'correct-entry',
      correcting(other.events[0]?.id),
    );
    expect(failure).toMatchObject({ refusal: { rule: { id: 'correction.of-a-known-entry' } } });
  });
});
