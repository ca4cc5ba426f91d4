import { like, noon, worldOf } from '../../../test/support/read-models';
import {
  commissionFile,
  type Competition,
  evaluationKinds,
  evaluationOf,
  type PartDocument,
  partSeen,
  partsOfFile,
  type Reader,
  type ScoresDocument,
  scoresOfFile,
} from '../src';

const reference = 'BEDS-2026-0007';
const stream = `commission-${reference}`;
const [specified] = [like('SpecPublished').data] as unknown as ReadonlyArray<{ lots: ReadonlyArray<object> }>;
const [someLot] = specified?.lots ?? [];
const lots = ['north', 'south'].map((id) => ({ ...someLot, id, title: `The ${id}` }));

const scored = (assessor: string, lot: string, bid = 'azalea') => like('BidScored', { bid, lot, assessor });
const locked = (assessor: string, lot: string) => like('ScoresLocked', { lot, assessor });

const after = { opened: noon('2026-12-02'), closes: noon('2026-12-01'), now: noon('2026-12-03'), halts: [] };

/** What a reader is shown once these events have happened. */
const seenBy = async (reader: object, ...events: ReadonlyArray<ReturnType<typeof like>>) => {
  const world = worldOf(commissionFile);
  const begun = [like('NeedIdentified', { reference }), like('SpecPublished', { lots })];
  await world.tell(...[...begun, ...events].map((event) => ({ stream, event })));
  const who = reader as Reader;
  const parts = await world.find('commission-file', 'parts', partsOfFile(reference, 100, evaluationKinds));
  const scores = await world.find('commission-file', 'scores', scoresOfFile(reference, 100));
  const seen = partSeen(who, after as unknown as Competition);
  return evaluationOf(
    who,
    parts.flatMap(({ body }) => seen(body as unknown as PartDocument) ?? []),
    scores.map(({ body }) => body as unknown as ScoresDocument),
  );
};

const officer = { id: 'officer-1', role: 'commissioning-officer' };
const ann = { id: 'ann', role: 'panel-member', panel: { declared: true, freeIn: () => true } };
const both = [scored('ann', 'north'), scored('bob', 'north'), locked('ann', 'north')];

describe('individual scores', () => {
  test('are shown to their assessor alone until moderation opens, although some have locked', async () => {
    const [north] = await seenBy(ann, ...both);
    expect(north).toMatchObject({ lot: 'north', scoresOpened: false, movements: [], ranking: null });
    expect(north?.scores.map(({ assessor }) => assessor)).toEqual(['ann']);
    const [toOfficer] = await seenBy(officer, ...both);
    expect(toOfficer?.scores).toEqual([]);
    expect(toOfficer?.locked.map(({ assessor }) => assessor)).toEqual(['ann']);
    const auditor = await seenBy({ id: 'auditor-1', role: 'auditor' }, ...both);
    expect(auditor.flatMap(({ scores }) => scores)).toEqual([]);
  });

  test('are shown lot by lot: one that is moderated opens no other', async () => {
    const events = [...both, scored('bob', 'south'), like('ModerationOpened', { lot: 'north' })];
    const [north, south] = await seenBy(officer, ...events);
    expect(north?.scores.map(({ assessor }) => assessor)).toEqual(['ann', 'bob']);
    expect([north?.scoresOpened, south?.scoresOpened]).toEqual([true, false]);
    expect(south?.scores).toEqual([]);
  });

  test('are shown once a lot was ranked without moderation', async () => {
    const events = [...both, locked('bob', 'north'), like('EvaluationCompleted', { lot: 'north' })];
    const [north] = await seenBy(officer, ...events);
    expect(north).toMatchObject({ scoresOpened: true, moderationOpenedAt: null });
    expect(north?.scores).toHaveLength(2);
    expect(north?.ranking).toEqual((like('EvaluationCompleted').data as { ranking: unknown }).ranking);
  });

  test('that were never locked stay in the record, and say so', async () => {
    const [north] = await seenBy(officer, ...both, like('ModerationOpened', { lot: 'north' }));
    expect(north?.scores.map(({ assessor, lockedAt }) => [assessor, lockedAt !== null])).toEqual([
      ['ann', true],
      ['bob', false],
    ]);
  });

  test.each(['finance', 'administrator', 'provider', 'public'])('are never shown to %s', async (role) => {
    const shown = await seenBy({ id: 'ann', role }, ...both, like('ModerationOpened', { lot: 'north' }));
    for (const { scores, movements, ranking } of shown)
      expect([scores, movements, ranking]).toEqual([[], [], null]);
  });
});

test('movements are shown as they came, with from, to, reason and passage', async () => {
  const moved = (to: number, from: number) =>
    like('ScoreModerated', {
      lot: 'north',
      bid: 'azalea',
      criterion: 'quality',
      from,
      to,
      reason: `To ${to}.`,
    });
  const [north] = await seenBy(
    officer,
    ...both,
    like('ModerationOpened', { lot: 'north' }),
    moved(300, 250),
    moved(350, 300),
  );
  expect(north?.movements).toMatchObject([
    { bid: 'azalea', criterion: 'quality', from: 250, to: 300, reason: 'To 300.', by: 'officer-1' },
    { from: 300, to: 350, reason: 'To 350.' },
  ]);
});

test('a lot that an interest bars a member of the panel from is left out', async () => {
  const barred = { ...ann, panel: { declared: true, freeIn: (lot: string) => lot !== 'north' } };
  const shown = await seenBy(
    barred,
    ...both,
    scored('bob', 'south'),
    like('ModerationOpened', { lot: 'south' }),
  );
  expect(shown.map(({ lot, scores }) => [lot, scores.length])).toEqual([['south', 1]]);
});
