import type { DocumentStore } from '@commissioning/document-store';
import { openMemoryDocumentStore } from '@commissioning/document-store/memory';
import type { Actor } from '@commissioning/kernel';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import * as E from 'fp-ts/Either';
import {
  bidder,
  colleague,
  establish,
  freshStores,
  handedIn,
  logOf,
  officer,
  type Process,
  processOver,
  publishRound,
  type Stores,
  streamOf,
} from './support/world';

const commission = 'BEDS-2026-0001';
const deputy = { id: 'officer-9', role: 'commissioning-officer' } as Actor;
const afterClosing = '2026-10-19T09:00:00.000Z';

const keyOf = async (actor: Actor) => {
  const identity = await generateX25519Identity();
  return { identity, held: { holder: actor.id, recipient: await identityToRecipient(identity) } };
};

let stores: Stores;
let office: Process;
let mine: string;
let theirs: string;
let instead: string;
/** Documents that give another one in place of the one that is asked for, once they are told to. */
let swapped: Map<string, string>;

beforeEach(async () => {
  const inner = openMemoryDocumentStore();
  swapped = new Map();
  const documents: DocumentStore = {
    ...inner,
    get: ({ sha256 }) => inner.get({ sha256: swapped.get(sha256) ?? sha256 }),
  };
  stores = { ...freshStores(), documents };
  office = processOver(stores);
  await establish(office);
  const [one, two, three] = [await keyOf(officer), await keyOf(colleague), await keyOf(deputy)];
  [mine, theirs, instead] = [one.identity, two.identity, three.identity];
  await publishRound(office, commission, 1_000_000, { halves: [[one.held], [two.held, three.held]] });
  await receive('bid-1', 493_827);
  await receive('bid-2', 480_000);
});

const receive = (bid: string, pence: number) =>
  office.done(
    { ...bidder, id: `bidder-${bid}` } as Actor,
    'commission',
    commission,
    'receive-bid',
    handedIn(bid, `BEDS-canary-${bid}`, pence, 'Every canary sings'),
  );

const openedBy = (openers: ReadonlyArray<Actor>, process = office) =>
  process.ask(openers[0] as Actor, 'commission', commission, 'open-bids', {
    openers: openers.map(({ id }) => id),
  });
const handIn = (actor: Actor, identity: string, process = office) =>
  process.commands.handInKey(commission, actor, identity)();

describe('bids that are sealed to the keys of those who open them', () => {
  test('leave nothing behind that opens them: no key of theirs is among the keys of the office', async () => {
    const documents = JSON.stringify(await logOf(stores.events));
    for (const canary of ['BEDS-canary-bid-1', ':493827', 'Every canary sings'])
      expect(documents).not.toContain(canary);
    expect(stores.keys.keyOf(`opportunity:${commission}`)).toBeUndefined();
    office.setClock(afterClosing);
    expect(await openedBy([officer, colleague])).toMatchObject({
      left: { _tag: 'KeysMissing', holders: [[officer.id], [colleague.id, deputy.id]] },
    });
  });

  test('open once a key of each half was handed in by those who open together', async () => {
    office.setClock(afterClosing);
    expect(await handIn(officer, mine)).toEqual(E.right('2026-10-19T09:30:00.000Z'));
    expect(await openedBy([officer, colleague])).toMatchObject({
      left: { _tag: 'KeysMissing', holders: [[colleague.id, deputy.id]] },
    });
    await handIn(colleague, theirs);
    expect(E.isRight(await openedBy([officer, colleague]))).toBe(true);
    const opened = (await streamOf(stores.events, `commission-${commission}`)).at(-1);
    expect(opened?.type).toBe('BidsOpened');
    expect(JSON.stringify(opened?.private)).toContain(':493827');
    expect(JSON.stringify(opened)).toContain('"commitmentHolds":true');
  });

  test('open with the key of somebody who stands in, and only if that is one of those who open', async () => {
    office.setClock(afterClosing);
    await handIn(officer, mine);
    await handIn(deputy, instead);
    expect(await openedBy([officer, colleague])).toMatchObject({ left: { _tag: 'KeysMissing' } });
    expect(E.isRight(await openedBy([officer, deputy]))).toBe(true);
  });

  test('take keys from nobody before the deadline, and none that are not held', async () => {
    expect(await handIn(officer, mine)).toMatchObject({
      left: { _tag: 'KeyNotTaken', reason: 'its bids are not opened before the deadline' },
    });
    office.setClock(afterClosing);
    for (const [actor, identity, reason] of [
      [bidder, mine, 'you hold no key of its bids'],
      [officer, theirs, 'it is not the key that you hold for its bids'],
      [officer, 'AGE-SECRET-KEY-1QQQ', 'it is not the key that you hold for its bids'],
      [officer, '', 'it is not the key that you hold for its bids'],
    ] as const)
      expect(await handIn(actor, identity)).toMatchObject({ left: { _tag: 'KeyNotTaken', reason } });
    expect(await openedBy([officer, colleague])).toMatchObject({ left: { _tag: 'KeysMissing' } });
  });

  test('forget a key after half an hour, when the bids are open, and when the office stops', async () => {
    office.setClock(afterClosing);
    await handIn(officer, mine);
    await handIn(colleague, theirs);
    const restarted = processOver(stores, afterClosing);
    expect(await openedBy([officer, colleague], restarted)).toMatchObject({ left: { _tag: 'KeysMissing' } });
    office.setClock('2026-10-19T09:30:00.000Z');
    expect(await openedBy([officer, colleague])).toMatchObject({ left: { _tag: 'KeysMissing' } });
  });

  test('are not opened when one document stands in place of another, and nothing is recorded', async () => {
    const received = (await logOf(stores.events)).filter(({ type }) => type === 'BidReceived');
    const documentOf = (index: number): string =>
      JSON.stringify(received[index]?.private).match(/"sha256":"([0-9a-f]{64})"/)?.[1] ?? '';
    swapped.set(documentOf(0), documentOf(1));
    office.setClock(afterClosing);
    await handIn(officer, mine);
    await handIn(colleague, theirs);
    expect(await openedBy([officer, colleague])).toMatchObject({
      left: { _tag: 'SealBroken', bid: 'bid-1', reason: 'the sealed document does not open' },
    });
    swapped.clear();
    expect(E.isRight(await openedBy([officer, colleague]))).toBe(true);
  });
});
