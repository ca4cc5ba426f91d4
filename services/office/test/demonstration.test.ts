import type { RecordedEvent } from '@commissioning/record';
import { demonstration } from '../src/demonstration';
import { asking, fillWithDemonstration, openOn, type OpenedOffice, temporaryFolder } from './support/office';

// Years are lived through, several times over.
jest.setTimeout(60_000);

const whole = temporaryFolder();
const cutOff = temporaryFolder();
afterAll(() => [whole, cutOff].forEach(({ remove }) => remove()));

const opening = (data: string) => openOn(data, { demonstration: true, start: '2026-11-23T12:00:00.000Z' });

const fill = async (opened: OpenedOffice, cutAt = Number.POSITIVE_INFINITY): Promise<void> => {
  let steps = 0;
  await fillWithDemonstration(opened, () => {
    steps += 1;
    if (steps > cutAt) throw new Error('cut off');
  });
};

const logOf = async ({ office }: OpenedOffice): Promise<ReadonlyArray<RecordedEvent>> => {
  const all: Array<RecordedEvent> = [];
  for await (const page of office.events.readAll()) all.push(...page);
  return all;
};

/** What a log says, stream by stream, without event ids, seals and hashes, which differ from one making to the next. */
const told = (log: ReadonlyArray<RecordedEvent>) =>
  log
    .map(({ stream, revision, type, metadata: { recordedAt, commandId, actor } }) =>
      [
        stream,
        String(revision).padStart(4, '0'),
        type,
        recordedAt,
        commandId.replace(/^watch-[0-9a-f-]{36}/, 'watch').replace(/^duties-[0-9a-f]{48}/, 'duties'),
        actor.id,
      ].join(' '),
    )
    .toSorted();

let first: ReadonlyArray<RecordedEvent>;

it('tells the same when it is started again: nothing is recorded twice, and nobody was refused', async () => {
  const opened = await opening(whole.path);
  await fill(opened);
  first = await logOf(opened);
  expect(first.length).toBeGreaterThan(demonstration.length);
  expect(first.filter(({ type }) => type === 'CommandRefused')).toEqual([]);
  await opened.close();

  const again = await opening(whole.path);
  await fill(again);
  expect(await logOf(again)).toEqual(first);
  await again.close();
});

it('has duties that were met in time, and some that were missed and met late', () => {
  const duties = first.filter(({ stream }) => stream.startsWith('duties-'));
  const counted = (type: string) => duties.filter((event) => event.type === type).length;
  const missed = duties.filter(({ type }) => type === 'DutyMissed');
  expect(counted('DutyFellDue')).toBeGreaterThan(80);
  expect(counted('DutyMet')).toBe(counted('DutyFellDue'));
  expect(missed.map(({ data }) => data['rule'])).toEqual([
    'place-money',
    'place-money',
    'place-money',
    'publish-spending',
  ]);
  // Noted at midnight in London,.
  for (const { metadata } of missed) expect(metadata.recordedAt).toMatch(/T23:00:00\.000Z$/);
});

it('goes on where it was cut off, and tells the same in the end', async () => {
  const { length } = demonstration;
  for (const at of [1, 12, Math.floor(length / 3), Math.floor(length / 2), length - 1]) {
    const opened = await opening(cutOff.path);
    await expect(fill(opened, at)).rejects.toThrow('cut off');
    await opened.close();
  }
  const opened = await opening(cutOff.path);
  await fill(opened);
  expect(told(await logOf(opened))).toEqual(told(first));
  await opened.close();
});

it('says so on every page', async () => {
  const opened = await opening(whole.path);
  await opened.settle();
  const register = await asking(opened)('GET', '/v1/register?origin=here&limit=100');
  const [{ commission } = { commission: '' }] = register.body['items'] as ReadonlyArray<{
    commission: string;
  }>;
  for (const url of [
    '/',
    '/decisions',
    '/rules',
    `/commissions/${commission}`,
    '/commissions/BEDS-2030-0001',
  ]) {
    const { payload, statusCode } = await opened.server.inject(url);
    expect([url, statusCode]).toEqual([url, url.endsWith('BEDS-2030-0001') ? 404 : 200]);
    expect(payload).toContain('DEMONSTRATION –');
    expect(payload).toMatch(/<title>[^<]*DEMONSTRATION<\/title>/);
  }
  await opened.close();
});

it('takes the whole of a £3,000 grant through with at most seven commands of two people', () => {
  const grant = demonstration.filter(({ commandId }) => commandId.startsWith('demonstration:small-grant:'));
  expect(grant.length).toBeGreaterThan(3);
  expect(grant.length).toBeLessThanOrEqual(7);
  expect(new Set(grant.map(({ actor }) => actor.id)).size).toBe(2);
});
