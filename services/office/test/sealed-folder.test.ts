import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import {
  bidder,
  colleague,
  establish,
  handedIn,
  officer,
  publishRound,
} from '../../commands/test/support/world';
import { asking, openOn, temporaryFolder } from './support/office';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const canaries = ['canary-club', 'The club of', ':493827', 'Every canary sings', bidder.id];

/** Every byte of the folder but the keys. */
const bytesIn = (data: string): string =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !`${entry.parentPath}${sep}`.includes(`${sep}keys${sep}`))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'))
    .join('\n');

it('before bids are opened no file of the folder and no answer says anything of them; then it does', async () => {
  const opened = await openOn(folder.path);
  const ask = asking(opened);
  const commission = 'BEDS-2026-0001';
  await establish(opened);
  await publishRound(opened, commission);
  await opened.settle();
  const publicly = async () =>
    JSON.stringify([
      (await ask('GET', `/v1/register/${commission}`)).body,
      (await ask('GET', '/v1/register')).body['items'],
      (await ask('GET', '/v1/decisions')).body['items'],
      (await opened.server.inject(`/commissions/${commission}`)).payload.replaceAll(/True up to.*/g, ''),
    ]).replaceAll(/"position":"[^"]*"/g, '');
  const before = await publicly();

  const bid = handedIn('bid-1', 'BEDS-canary-club', 493_827, 'Every canary sings');
  await opened.done(bidder, 'commission', commission, 'receive-bid', bid);
  opened.setClock('2026-10-19T09:00:00.000Z');
  await opened
    .done(bidder, 'commission', commission, 'receive-bid', { ...bid, bid: 'bid-2' })
    .catch((refused: unknown) => expect(String(refused)).toContain('bid.before-deadline'));
  await opened.settle();

  // Nobody sees that bids came, those who work here no more than the public.
  expect(await publicly()).toBe(before);
  const file = JSON.stringify(
    (await ask('GET', `/v1/commissions/${commission}`, { as: 'commissioning-officer' })).body,
  );
  const history = JSON.stringify(
    (await ask('GET', `/v1/commissions/${commission}/history?limit=100`, { as: 'auditor' })).body,
  );
  for (const seen of [file, history])
    for (const told of ['bid-1', 'bid-2', 'BidReceived', 'LateBidRefused', 'sealed"'])
      expect(seen).not.toContain(told);
  for (const seen of [file, history, bytesIn(folder.path)])
    for (const canary of canaries) expect(seen).not.toContain(canary);

  await opened.done(officer, 'commission', commission, 'open-bids', { openers: [officer.id, colleague.id] });
  await opened.settle();
  const after = JSON.stringify(
    (await ask('GET', `/v1/commissions/${commission}`, { as: 'commissioning-officer' })).body,
  );
  for (const canary of ['canary-club', ':493827', 'Every canary sings']) expect(after).toContain(canary);
  for (const canary of ['canary-club', ':493827', 'Every canary sings'])
    expect(await publicly()).not.toContain(canary);
  await opened.close();
});
