import type { RecordedEvent } from '@commissioning/record';
import {
  bidder,
  closes,
  establish,
  evidence,
  fund,
  handedIn,
  logOf,
  need,
  officer,
  publishRound,
  theme,
} from '../../services/commands/test/support/world';
import {
  asking,
  openOn,
  type OpenedOffice,
  temporaryFolder,
} from '../../services/office/test/support/office';
import { right } from '../support/read-models';

const round = 'BEDS-2026-0001';
const other = 'BEDS-2026-0002';
const begin = '2026-09-01T09:00:00.000Z';
const afterClosing = '2026-10-16T11:00:00.001Z';

const folders: Array<ReturnType<typeof temporaryFolder>> = [];
let opened: OpenedOffice;

const openedAnew = async (): Promise<OpenedOffice> => {
  const folder = temporaryFolder();
  folders.push(folder);
  const office = await openOn(folder.path, { start: begin });
  await establish(office);
  return office;
};

beforeEach(async () => {
  opened = await openedAnew();
});
afterEach(async () => {
  await opened.close();
  for (const { remove } of folders.splice(0)) remove();
});

/** Everything that an office does by itself, at the moment that its clock says it is. */
const settled = async ({ office }: OpenedOffice): Promise<void> => {
  await office.watch.catchUp();
  await office.closingClock.catchUp();
  await office.dutyClock.catchUp();
  expect(await right(office.projecting.catchUp)).toMatchObject({ parked: 0 });
};

const told = async ({ office }: OpenedOffice): Promise<ReadonlyArray<string>> =>
  (await logOf(office.events)).map(
    ({ stream, revision, type, metadata }) => `${metadata.recordedAt} ${stream} ${revision} ${type}`,
  );

/** Streams in which a moment comes before the one of the event before it. */
const goingBack = (log: ReadonlyArray<RecordedEvent>): ReadonlyArray<string> => {
  const last = new Map<string, string>();
  return log.flatMap(({ stream, revision, metadata: { recordedAt } }) => {
    const before = last.get(stream) ?? '';
    last.set(stream, recordedAt);
    return recordedAt < before ? [`${stream} ${revision}: ${recordedAt} after ${before}`] : [];
  });
};

type Step = readonly [at: string, act: (office: OpenedOffice) => Promise<unknown>];

/** A year of an office: a round from its publication to the closing, and money that is not spent in time. */
const year: ReadonlyArray<Step> = [
  [begin, (office) => publishRound(office, round)],
  [
    '2026-09-20T09:00:00.000Z',
    ({ done }) => done(bidder, 'commission', round, 'receive-bid', handedIn('b1', 'BEDS-one', 1)),
  ],
  ['2026-09-21T09:00:00.000Z', ({ done }) => done(officer, 'commission', other, 'identify-need', need)],
  [
    '2026-10-01T09:00:00.000Z',
    ({ done }) =>
      done(officer, 'commission', other, 'allocate-funding', {
        allocation: 'first',
        fund,
        amount: 1_000,
        theme,
      }),
  ],
  [closes, () => Promise.resolve()],
  [afterClosing, () => Promise.resolve()],
  ['2027-04-02T09:00:00.000Z', () => Promise.resolve()],
];

const lived = async (
  office: OpenedOffice,
  between: (at: string) => Promise<void>,
): Promise<ReadonlyArray<string>> => {
  for (const [at, act] of year) {
    office.setClock(at);
    await act(office);
    await settled(office);
    await between(at);
  }
  return told(office);
};

describe('a clock that is set back', () => {
  test('and set right again changes nothing of what an office does by itself', async () => {
    const steady = await openedAnew();
    const expected = await lived(steady, () => Promise.resolve());
    await steady.close();
    for (const type of ['BiddingClosed', 'DutyFellDue', 'DutyMissed'])
      expect(expected.filter((line) => line.endsWith(type))).not.toEqual([]);
    const back = ['2026-10-16T10:59:59.999Z', '2026-09-01T08:00:00.000Z', '2025-12-31T23:59:59.999Z'];
    const setBack = async (from: string): Promise<void> => {
      for (const at of back.filter((each) => each < from)) {
        opened.setClock(at);
        await settled(opened);
      }
    };
    expect(await lived(opened, setBack)).toEqual(expected);
  });

  test('lets no stream go back, and what came after a deadline stay after it', async () => {
    await publishRound(opened, round);
    opened.setClock(afterClosing);
    await settled(opened);
    opened.setClock('2026-10-10T09:00:00.000Z');
    const late = handedIn('b2', 'BEDS-two', 1);
    await expect(opened.done(bidder, 'commission', round, 'receive-bid', late)).rejects.toThrow('Refused');
    await opened.done(officer, 'commission', other, 'identify-need', need);
    opened.setClock(begin);
    await opened.done(officer, 'commission', other, 'add-evidence', evidence('e1'));
    await settled(opened);
    expect(goingBack(await logOf(opened.office.events))).toEqual([]);
    const { status, body } = await asking(opened)('GET', `/v1/commissions/${other}`, { as: 'auditor' });
    expect([status, body['revision']]).toEqual([200, 1]);
  });
});

test('bidding that a clock set ahead has closed is opened again by extending it', async () => {
  await publishRound(opened, round);
  opened.setClock('2026-10-20T09:00:00.000Z');
  await settled(opened);
  opened.setClock('2026-09-02T09:00:00.000Z');
  const bid = handedIn('b1', 'BEDS-one', 1);
  await expect(opened.done(bidder, 'commission', round, 'receive-bid', bid)).rejects.toThrow('Refused');
  await opened.done(officer, 'commission', round, 'amend-spec', {
    amendment: 'clock',
    change: 'Bids can be handed in until 30 October.',
    reason: 'The office’s clock was wrong.',
    closes: '2026-10-30T11:00:00.000Z',
  });
  await opened.done(bidder, 'commission', round, 'receive-bid', handedIn('b1', 'BEDS-one', 1));
  opened.setClock('2026-10-31T09:00:00.000Z');
  await settled(opened);
  await settled(opened);
  const log = await logOf(opened.office.events);
  expect(log.filter(({ type }) => type === 'BiddingClosed')).toHaveLength(2);
  expect(goingBack(log)).toEqual([]);
});
