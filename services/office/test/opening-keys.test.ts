import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import {
  bidder,
  colleague,
  establish,
  handedIn,
  officer,
  publishRound,
} from '../../commands/test/support/world';
import { tokenFor } from '@commissioning/http';
import type { Actor } from '@commissioning/kernel';
import { asking, openOn, type OpenedOffice, temporaryFolder } from './support/office';

const commission = 'BEDS-2026-0001';
const url = `/v1/commissions/${commission}`;
const folder = temporaryFolder();
let opened: OpenedOffice;
let ask: ReturnType<typeof asking>;
let identities: readonly [string, string];

const post = (actor: Actor | undefined, action: string, payload: unknown) =>
  ask('POST', `${url}/${action}`, {
    headers: {
      ...(actor === undefined ? {} : { authorization: `Bearer ${tokenFor(opened.office.signInKey, actor)}` }),
      'idempotency-key': `"opening-keys-${action}-${Math.random()}"`,
    },
    payload,
  });

beforeAll(async () => {
  opened = await openOn(folder.path);
  ask = asking(opened);
  identities = [await generateX25519Identity(), await generateX25519Identity()];
  const [mine, theirs] = await Promise.all(identities.map(identityToRecipient));
  await establish(opened);
  await publishRound(opened, commission, 1_000_000, {
    halves: [[{ holder: officer.id, recipient: mine }], [{ holder: colleague.id, recipient: theirs }]],
  });
  await opened.done(
    bidder,
    'commission',
    commission,
    'receive-bid',
    handedIn('bid-1', 'BEDS-azalea', 400_000),
  );
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

describe('opening bids that are sealed to keys', () => {
  it('asks for the keys first, and says whose are missing', async () => {
    opened.setClock('2026-10-19T09:00:00.000Z');
    const answer = await post(officer, 'open-bids', { openers: [officer.id, colleague.id] });
    expect([answer.status, answer.body['holders']]).toEqual([409, [[officer.id], [colleague.id]]]);
    expect(answer.body['detail']).toContain(`${officer.id}; ${colleague.id}`);
  });

  it('takes keys from those who hold them, and sends no key back', async () => {
    expect((await post(undefined, 'hand-in-opening-key', { identity: identities[0] })).status).toBe(401);
    const notTheirs = await post(colleague, 'hand-in-opening-key', { identity: identities[0] });
    expect([notTheirs.status, notTheirs.body['title']]).toEqual([409, 'This key was not taken.']);
    const malformed = await post(officer, 'hand-in-opening-key', { identity: [identities[0]] });
    expect(malformed.status).toBe(400);
    expect(JSON.stringify([notTheirs.body, malformed.body])).not.toContain('AGE-SECRET-KEY');
    const held = await post(officer, 'hand-in-opening-key', { identity: identities[0] });
    expect([held.status, held.body]).toEqual([200, { until: '2026-10-19T09:30:00.000Z' }]);
  });

  it('opens them when the keys are there', async () => {
    await post(colleague, 'hand-in-opening-key', { identity: identities[1] });
    expect((await post(officer, 'open-bids', { openers: [officer.id, colleague.id] })).status).toBe(201);
    await opened.settle();
    const { body } = await ask('GET', url, { as: 'commissioning-officer' });
    expect(JSON.stringify(body['parts'])).toContain('BEDS-azalea');
  });
});
