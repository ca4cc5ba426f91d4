import type { DomainEvent, JsonObject } from '@commissioning/kernel';
import { commissionFile } from '@projections/commission-file';
import { contributionsPage, funds } from '@projections/funds';
import { publicRegister } from '@projections/public-register';
import { bare, like, noon, type World, worldOf } from '../support/read-models';

const reference = 'BEDS-2026-0007';
const fund = 'BEDS-partners-2026-27';
const joined = like('CoCommissionerJoined', { partner: 'luton', name: 'Luton Council' });
const agreed = (contribution: string, amount: number) =>
  like('ContributionAgreed', { contribution, partner: 'luton', amount, fund });
const received = like('ContributionReceived', { contribution: 'c1', receipt: 'r1', amount: 1_200_000, fund });
const withdrawn = (contribution: string, amount: number) =>
  like('ContributionWithdrawn', { contribution, withdrawal: 'w1', amount });
const decided = like('DecisionPublished', { decision: 'BEDS-PCC24-0040', awards: [], withheld: [] });

let world: World;
beforeEach(async () => {
  world = worldOf(commissionFile, publicRegister, funds);
  await tell(bare('NeedIdentified', ['predecessor'], { reference }), joined, agreed('c1', 2_000_000));
});

const tell = (...events: ReadonlyArray<DomainEvent>) =>
  world.tell(
    ...events.map((event) => ({ stream: `commission-${reference}`, event, at: noon('2026-11-23') })),
  );
const document = async (
  projection: string,
  collection: string,
  id: string,
): Promise<JsonObject | undefined> => (await world.documents(projection, collection)).get(id)?.body;
const inPublic = () => document('public-register', 'commissions', reference);

test('with whom is public with the need, what they give with a decision, and a withdrawal at once from then on', async () => {
  expect(await inPublic()).toBeUndefined();
  await tell(like('SpecPublished'));
  const luton = { partner: 'luton', name: 'Luton Council', leads: false, since: '2026-09-07', left: null };
  expect(await inPublic()).toMatchObject({ commissionedWith: [luton], contributions: null });
  await tell(withdrawn('c1', 100_000));
  expect(await inPublic()).toMatchObject({ contributions: null });
  await tell(decided);
  const given = { contribution: 'c1', partner: 'luton', pence: 1_900_000 };
  expect(await inPublic()).toMatchObject({ commissionedWith: [luton], contributions: [given] });
  await tell(agreed('c2', 500_000), withdrawn('c2', 500_000));
  expect(await inPublic()).toMatchObject({
    contributions: [given, { contribution: 'c2', partner: 'luton', pence: 0 }],
  });
  await tell(like('CoCommissionerLeft', { partner: 'luton', leftOn: '2027-03-31' }), decided);
  expect(await inPublic()).toMatchObject({
    commissionedWith: [{ ...luton, left: '2027-03-31' }],
    contributions: [given, { contribution: 'c2' }],
  });
});

test('a draft that was shared is public with the need: with whom and until when, and nothing that was said', async () => {
  await tell(like('DraftSpecShared'));
  expect(await inPublic()).toBeUndefined();
  await tell(like('SpecPublished'));
  const drafts = [
    { sharedWith: ['market', 'partners'], openly: false, on: '2026-09-07', until: '2026-09-21' },
  ];
  expect(await inPublic()).toMatchObject({ drafts });
  expect(await document('commission-file', 'parts', `${reference}/draft/first`)).toMatchObject({
    feedback: 'Evenings should count as outreach; the term is short.',
  });
});

test('a partner that joins later is told at once where the need is public', async () => {
  await tell(like('SpecPublished'), like('CoCommissionerJoined', { partner: 'bedford', name: 'Bedford' }));
  expect(await inPublic()).toMatchObject({
    commissionedWith: [{ partner: 'luton' }, { partner: 'bedford' }],
  });
});

test('the file has each partner, each contribution with its sums, and what came of it', async () => {
  await tell(received, withdrawn('c1', 300_000));
  expect(await document('commission-file', 'parts', `${reference}/co-commissioner/luton`)).toMatchObject({
    name: 'Luton Council',
  });
  expect(await document('commission-file', 'parts', `${reference}/contribution/c1`)).toMatchObject({
    of: 'luton',
    amount: 2_000_000,
    received: 1_200_000,
    withdrawn: 300_000,
    toCome: 500_000,
  });
  expect(await document('commission-file', 'parts', `${reference}/contribution-receipt/c1/r1`)).toMatchObject(
    {
      of: 'c1',
      tranche: 'luton-october',
    },
  );
  expect(
    await document('commission-file', 'parts', `${reference}/contribution-withdrawal/c1/w1`),
  ).toMatchObject({
    of: 'c1',
    amount: 300_000,
  });
  await tell(like('CoCommissionerLeft', { partner: 'luton' }));
  expect(await document('commission-file', 'parts', `${reference}/co-commissioner/luton`)).toMatchObject({
    name: 'Luton Council',
    left: { leftOn: '2027-03-31' },
  });
});

test('finance sees what is to come into a fund, and for which commission', async () => {
  await tell(
    received,
    withdrawn('c1', 300_000),
    bare('ContributionAgreed', ['fund'], { contribution: 'c3' }),
  );
  const found = async (asked: { readonly fund?: string; readonly commission?: string }) =>
    (await world.find('funds', 'contributions', contributionsPage(asked, 10))).map(({ body }) => body);
  expect(await found({ fund })).toEqual([
    {
      commission: reference,
      contribution: 'c1',
      partner: 'luton',
      fund,
      agreedOn: '2026-09-14',
      agreed: 2_000_000,
      received: 1_200_000,
      withdrawn: 300_000,
      toCome: 500_000,
    },
  ]);
  expect(await found({ commission: reference })).toHaveLength(2);
  expect(await found({ commission: 'BEDS-2026-0008' })).toEqual([]);
});
