import { createHash } from 'node:crypto';
import { registry } from '@commissioning/domain';
import type { DocumentStore } from '@commissioning/document-store';
import { openMemoryDocumentStore } from '@commissioning/document-store/memory';
import { type DocumentRef, isCommitment } from '@commissioning/kernel';
import { openData, type RecordedEvent } from '@commissioning/record';
import type { BidReceipt } from '@services/commands';
import * as E from 'fp-ts/Either';
import {
  bidder,
  closes,
  colleague,
  establish,
  freshCommandId,
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
const stream = `commission-${commission}`;
const canaries = ['BEDS-canary-club', 'The club of', ':493827', 'Every canary sings'];

const bid = handedIn('bid-1', 'BEDS-canary-club', 493_827, 'Every canary sings');
const other = handedIn('bid-2', 'BEDS-other-club', 480_000);

/** Memory documents that tell what is held, and can lose it or change it. */
const watched = () => {
  const inner = openMemoryDocumentStore();
  const refs: Array<DocumentRef> = [];
  const instead = new Map<string, 'missing' | Uint8Array>();
  const documents: DocumentStore = {
    ...inner,
    put: (bytes, mediaType) => async () => {
      const put = await inner.put(bytes, mediaType)();
      if (E.isRight(put)) refs.push(put.right);
      return put;
    },
    get: (ref) => async () => {
      const changed = instead.get(ref.sha256);
      if (changed === 'missing') return E.left({ _tag: 'DocumentMissing', sha256: ref.sha256 });
      return changed === undefined ? inner.get(ref)() : E.right(changed);
    },
  };
  return { documents, refs, instead };
};

let stores: Stores;
let held: ReturnType<typeof watched>;
let office: Process;

beforeEach(async () => {
  held = watched();
  stores = { ...freshStores(), documents: held.documents };
  office = processOver(stores);
  await establish(office);
  await publishRound(office, commission);
});

const receive = (handed: object, process = office, actor = bidder) =>
  process.done(actor, 'commission', commission, 'receive-bid', handed);
const openers = { openers: [officer.id, colleague.id] };
const afterClosing = '2026-10-19T09:00:00.000Z';
const opening = (process = office) => process.ask(officer, 'commission', commission, 'open-bids', openers);

const of = async (type: string): Promise<ReadonlyArray<RecordedEvent>> =>
  (await logOf(stores.events)).filter((event) => event.type === type);

const bytesOf = async (): Promise<ReadonlyArray<string>> => {
  const all: Array<string> = [];
  for (const ref of held.refs) {
    const bytes = await stores.documents.get(ref)();
    if (E.isRight(bytes)) all.push(Buffer.from(bytes.right).toString('latin1'));
  }
  return all;
};

describe('before bids are opened', () => {
  it('nothing stored says who bid, at which price, for what or with which promise', async () => {
    await receive(bid);
    await receive(other, office, { ...bidder, id: 'bidder-berta' } as typeof bidder);
    const [received] = await of('BidReceived');
    if (received === undefined) throw new Error('nothing was received');
    for (const field of Object.values(received.data)) expect(isCommitment(field)).toBe(true);
    expect(openData(registry, stores.keys, received, 'official')).toEqual({
      bid: 'bid-1',
      via: 'here',
      sealed: held.refs[0],
      commitment: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(held.refs).toHaveLength(2);
    const stored = JSON.stringify(await logOf(stores.events)) + (await bytesOf()).join('');
    for (const canary of [...canaries, bidder.id, 'bidder-berta', 'BEDS-other-club', ':480000'])
      expect(stored).not.toContain(canary);
  });

  it('a bidder has one pseudonym in a commission and another one in another', async () => {
    await publishRound(office, 'BEDS-2026-0002');
    await receive(bid);
    await office.done(bidder, 'commission', commission, 'withdraw-bid', { bid: 'bid-1' });
    await receive(other, office, { ...bidder, id: 'bidder-berta' } as typeof bidder);
    await office.done(bidder, 'commission', 'BEDS-2026-0002', 'receive-bid', bid);
    const actors = (await logOf(stores.events)).flatMap(({ type, metadata: { actor } }) =>
      type.startsWith('Bid') ? [actor] : [],
    );
    const [received, withdrawn, berta, elsewhere] = actors.map(({ id }) => id);
    expect(received).toMatch(/^bidder-[0-9a-f]{24}$/);
    expect(withdrawn).toBe(received);
    expect(new Set([received, berta, elsewhere]).size).toBe(3);
    expect(actors.every(({ role }) => role === 'provider')).toBe(true);
  });

  it('an officer who hands in what came by e-mail is named: that is no bidder', async () => {
    await receive({ ...bid, via: 'email' }, office, officer);
    expect((await of('BidReceived'))[0]?.metadata.actor).toEqual(officer);
  });

  it('the same bid sent again under its id is the same bid, though every seal has a salt of its own', async () => {
    const commandId = freshCommandId();
    const ask = ['commission', commission, 'receive-bid', bid, { commandId }] as const;
    const first = await office.done(bidder, ...ask);
    expect(await processOver(stores).done(bidder, ...ask)).toEqual({ ...first, repeated: true });
    expect(await office.failed(bidder, 'commission', commission, 'receive-bid', bid)).toMatchObject({
      _tag: 'Refused',
      refusal: { rule: { id: 'bid.once' } },
    });
    expect(await of('BidReceived')).toHaveLength(1);
    expect(held.refs).toHaveLength(1);
  });

  it('looking whether a bid would be taken keeps nothing of it, not even a key', async () => {
    const look = () =>
      office.commands.check(office.request(bidder, 'commission', commission, 'receive-bid', bid))();
    expect(await look()).toEqual(E.right(['BidReceived']));
    expect(held.refs).toEqual([]);
    expect(stores.keys.keyOf(`opportunity:${commission}`)).toBeUndefined();
    await receive(bid);
    expect(await look()).toMatchObject({ left: { _tag: 'Refused' } });
    expect(held.refs).toHaveLength(1);
  });

  it('a bid must be whole, and hold nothing that nobody asked for', async () => {
    const { offers: _offers, ...without } = bid.contents;
    const failed = async (contents: object) =>
      office.failed(bidder, 'commission', commission, 'receive-bid', { ...bid, contents });
    expect(await failed(without)).toMatchObject({
      _tag: 'Malformed',
      faults: [{ pointer: '/contents/offers' }],
    });
    expect(await failed({ ...bid.contents, commitmentHolds: false })).toMatchObject({
      _tag: 'Malformed',
      faults: [{ pointer: '/contents/commitmentHolds' }],
    });
  });

  it('they are not opened by a command that says what they hold', async () => {
    await receive(bid);
    office.setClock(afterClosing);
    const invented = { ...openers, bids: [{ ...other.contents, bid: 'bid-1', commitmentHolds: true }] };
    expect(await office.failed(officer, 'commission', commission, 'open-bids', invented)).toMatchObject({
      _tag: 'Malformed',
      faults: [{ pointer: '/bids' }],
    });
  });
});

describe('closing', () => {
  const close = (process = office) => process.done(officer, 'commission', commission, 'close-bidding', {});
  const closed = async (clearance: 'public' | 'released') => {
    const [event] = await of('BiddingClosed');
    if (event === undefined) throw new Error('bidding was not closed');
    return openData(registry, stores.keys, event, clearance);
  };

  it('publishes a digest that the receipts of bidders are under, and tells nothing else before the opening', async () => {
    const receipts: Array<BidReceipt | undefined> = [];
    const ask = ['commission', commission, 'receive-bid', bid, { commandId: freshCommandId() }] as const;
    receipts.push((await office.done(bidder, ...ask)).receipt);
    // Asked for again, it is the same one.
    expect((await processOver(stores).done(bidder, ...ask)).receipt).toEqual(receipts[0]);
    receipts.push((await receive(other)).receipt);
    const gone = (await receive(handedIn('bid-3', 'BEDS-gone', 1))).receipt;
    await office.done(bidder, 'commission', commission, 'withdraw-bid', { bid: 'bid-3' });
    const [received] = await of('BidReceived');
    expect(receipts[0]).toEqual({
      commission,
      bid: 'bid-1',
      receivedAt: received?.metadata.recordedAt,
      commitment: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      sealed: held.refs[0],
      event: received?.id,
      contentHash: received?.contentHash,
    });

    office.setClock(afterClosing);
    await close();
    const { digest, ...hidden } = await closed('public');
    for (const field of Object.values(hidden)) expect(isCommitment(field)).toBe(true);
    expect(E.isRight(await opening())).toBe(true);
    const { salt, commitments } = (await closed('released')) as { salt: string; commitments: Array<string> };
    expect(commitments).toEqual(receipts.map((receipt) => receipt?.commitment ?? '').toSorted());
    expect(commitments).not.toContain(gone?.commitment);
    // Anybody can reckon the digest again: the salt's bytes, then the list in canonical JSON.
    const again = createHash('sha256')
      .update(Buffer.from(salt, 'base64url'))
      .update(JSON.stringify(commitments));
    expect(again.digest('hex')).toBe(digest);
    expect(await of('BiddingClosed')).toHaveLength(1);
  });

  it('comes before the opening where nobody saw to it, also for whoever names a revision', async () => {
    await receive(bid);
    office.setClock(afterClosing);
    const { revision } = (await streamOf(stores.events, stream)).at(-1) as RecordedEvent;
    const stale = { ...openers };
    expect(
      await office.failed(officer, 'commission', commission, 'open-bids', stale, { revision: revision - 1 }),
    ).toMatchObject({ _tag: 'Stale' });
    expect(await of('BiddingClosed')).toEqual([]);
    const commandId = freshCommandId();
    const opened = () =>
      office.done(officer, 'commission', commission, 'open-bids', openers, { commandId, revision });
    const first = await opened();
    const types = (await streamOf(stores.events, stream)).slice(-2).map(({ type }) => type);
    expect(types).toEqual(['BiddingClosed', 'BidsOpened']);
    const { revision: _named, ...again } = { commandId, revision };
    expect(await office.done(officer, 'commission', commission, 'open-bids', openers, again)).toEqual({
      ...first,
      repeated: true,
    });
  });

  it('is not possible while bids are taken, and an opening that is refused closes nothing', async () => {
    await receive(bid);
    expect(await office.failed(officer, 'commission', commission, 'close-bidding', {})).toMatchObject({
      refusal: { rule: { id: 'closing.after-deadline' } },
    });
    expect(await opening()).toMatchObject({ left: { refusal: { rule: { id: 'opening.after-deadline' } } } });
    expect(await of('BiddingClosed')).toEqual([]);
    expect(await of('CommandRefused')).toHaveLength(2);
  });

  it('of no bids at all publishes a digest that does not say so', async () => {
    office.setClock(afterClosing);
    await close();
    const { digest } = await closed('public');
    expect(digest).not.toBe(createHash('sha256').update('[]').digest('hex'));
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('opening', () => {
  it('reveals every bid that was not withdrawn', async () => {
    await receive(bid);
    await receive(other);
    await receive(handedIn('bid-3', 'BEDS-gone', 1));
    await office.done(bidder, 'commission', commission, 'withdraw-bid', { bid: 'bid-3' });
    office.setClock(afterClosing);
    expect(E.isRight(await opening(processOver(stores, afterClosing)))).toBe(true);
    const [event] = await of('BidsOpened');
    if (event === undefined) throw new Error('nothing was opened');
    expect(openData(registry, stores.keys, event, 'official')).toEqual({
      ...openers,
      bids: [
        { ...bid.contents, bid: 'bid-1', commitmentHolds: true },
        { ...other.contents, bid: 'bid-2', commitmentHolds: true },
      ],
    });
    for (const canary of canaries) expect(JSON.stringify(event.data)).not.toContain(canary);
  });

  it('is not possible before the deadline, and a refused attempt shows nothing of the bids', async () => {
    await receive(bid);
    expect(await opening()).toMatchObject({
      left: { _tag: 'Refused', refusal: { rule: { id: 'opening.after-deadline' } } },
    });
    const stored = JSON.stringify(await logOf(stores.events));
    for (const canary of canaries) expect(stored).not.toContain(canary);
  });

  it.each([
    ['is missing', () => 'missing' as const, 'the document is missing'],
    [
      'was changed',
      (bytes: Uint8Array) => bytes.with(20, (bytes[20] ?? 0) ^ 1),
      'the sealed document does not open',
    ],
    ['was cut off', (bytes: Uint8Array) => bytes.slice(0, 10), 'the sealed document does not open'],
    ['is of another bid', undefined, 'the sealed document does not open'],
  ])('stops, and records nothing, when a sealed document %s', async (_what, tamper, reason) => {
    await receive(bid);
    await receive(other);
    const [mine, theirs] = held.refs;
    if (mine === undefined || theirs === undefined) throw new Error('nothing was sealed');
    const bytesAt = async (ref: DocumentRef): Promise<Uint8Array> => {
      const bytes = await stores.documents.get(ref)();
      if (E.isLeft(bytes)) throw new Error(bytes.left._tag);
      return bytes.right;
    };
    held.instead.set(mine.sha256, tamper === undefined ? await bytesAt(theirs) : tamper(await bytesAt(mine)));
    office.setClock(afterClosing);
    await office.done(officer, 'commission', commission, 'close-bidding', {});
    const before = await logOf(stores.events);
    expect(await opening()).toEqual(E.left({ _tag: 'SealBroken', bid: 'bid-1', reason }));
    expect(await logOf(stores.events)).toEqual(before);
    held.instead.clear();
    expect(E.isRight(await opening())).toBe(true);
  });

  it('reveals a bid that is not what was acknowledged like the others, and says so: the incident is ours', async () => {
    await receive(bid);
    const [acknowledged] = held.refs;
    // Another log over the same keys takes another bid under the same id: it opens here, and is not what was promised.
    const elsewhere = processOver({ ...freshStores(), keys: stores.keys, documents: stores.documents });
    await establish(elsewhere);
    await publishRound(elsewhere, commission);
    await receive({ ...other, bid: 'bid-1' }, elsewhere);
    const bytes = await stores.documents.get(held.refs[1] as DocumentRef)();
    if (E.isLeft(bytes)) throw new Error(bytes.left._tag);
    held.instead.set(acknowledged?.sha256 ?? '', bytes.right);
    office.setClock(afterClosing);
    expect(E.isRight(await opening())).toBe(true);
    const [event] = await of('BidsOpened');
    expect(event && openData(registry, stores.keys, event, 'official')['bids']).toEqual([
      { ...other.contents, bid: 'bid-1', commitmentHolds: false },
    ]);
  });

  it('waits while documents cannot be reached', async () => {
    await receive(bid);
    office.setClock(afterClosing);
    await stores.documents.close();
    expect(await opening()).toMatchObject({ left: { _tag: 'DocumentStoreUnavailable' } });
  });

  it('is by people whose names are ids: anything else is a fault in the command, not in the service', async () => {
    await receive(bid);
    office.setClock(afterClosing);
    const named = { openers: ['Ann Smith', officer.id] };
    expect(await office.failed(officer, 'commission', commission, 'open-bids', named)).toMatchObject({
      _tag: 'Malformed',
      faults: [{ pointer: '/openers/0' }],
    });
  });

  it('is not possible once the key of the opportunity was destroyed; no bid is taken then either', async () => {
    await receive(bid);
    stores.keys.destroyKeyOf(`opportunity:${commission}`);
    expect(await office.failed(bidder, 'commission', commission, 'receive-bid', other)).toMatchObject({
      _tag: 'SealBroken',
      bid: 'bid-2',
    });
    office.setClock(afterClosing);
    expect(await opening()).toMatchObject({ left: { _tag: 'SealBroken', bid: 'bid-1' } });
  });
});

describe('a bid that comes', () => {
  it('at the very moment of the deadline is in time, a millisecond later it is not', async () => {
    office.setClock(closes);
    await receive(bid);
    office.setClock('2026-10-16T11:00:00.001Z');
    expect(await office.failed(bidder, 'commission', commission, 'receive-bid', other)).toMatchObject({
      _tag: 'Refused',
      refusal: { rule: { id: 'bid.before-deadline' } },
    });
  });

  it('late is refused, and that it came is recorded: once, and nothing of what it holds', async () => {
    office.setClock(afterClosing);
    const commandId = freshCommandId();
    const ask = ['commission', commission, 'receive-bid', bid, { commandId, revision: 999 }] as const;
    expect(await office.failed(bidder, ...ask)).toMatchObject({ _tag: 'Stale' });
    const { revision: _named, ...unconditional } = ask[4];
    for (const process of [office, office, processOver(stores, afterClosing)])
      expect(
        await process.failed(bidder, 'commission', commission, 'receive-bid', bid, unconditional),
      ).toMatchObject({ _tag: 'Refused', refusal: { rule: { id: 'bid.before-deadline' } } });
    const [late, ...more] = await of('LateBidRefused');
    expect(more).toEqual([]);
    if (late === undefined) throw new Error('nothing was refused');
    expect(openData(registry, stores.keys, late, 'official')).toEqual({
      bid: 'bid-1',
      via: 'here',
      closed: closes,
      received: afterClosing,
    });
    expect(late?.metadata.actor.id).toMatch(/^bidder-[0-9a-f]{24}$/);
    expect(await streamOf(stores.events, 'refusals-BEDS-2026')).toHaveLength(1);
    expect(await of('BidReceived')).toEqual([]);
    expect(held.refs).toEqual([]);
    const stored = JSON.stringify(await logOf(stores.events));
    for (const canary of [...canaries, bidder.id]) expect(stored).not.toContain(canary);
    await opening();
    expect(JSON.stringify((await of('BidsOpened')).map(({ data }) => data))).not.toContain('bid-1');
  });

  it('while documents cannot be reached is not recorded as received', async () => {
    await stores.documents.close();
    expect(await office.failed(bidder, 'commission', commission, 'receive-bid', bid)).toMatchObject({
      _tag: 'DocumentStoreUnavailable',
    });
    expect(await streamOf(stores.events, stream)).not.toContainEqual(
      expect.objectContaining({ type: 'BidReceived' }),
    );
  });
});
