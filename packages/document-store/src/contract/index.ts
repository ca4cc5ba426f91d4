import * as assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it, openedFor } from '@commissioning/contract';
import type { DocumentRef } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { TaskEither } from 'fp-ts/TaskEither';
import type { DocumentStore } from '../port';

/** An engine to be held to the contract. */
export interface DocumentStoreSubject {
  readonly name: string;
  /** Opens a store, which may hold other people's documents. At most one is open at a time. */
  readonly open: () => Promise<DocumentStore>;
  /** Opens the documents of the last store again; absent where they do not outlive their store. */
  readonly reopen?: () => Promise<DocumentStore>;
  /** Changes a byte of a document as it is kept, if need be of others of the run too; absent where nothing could. */
  readonly damage?: (sha256: string) => Promise<void>;
}

const answerOf = async <A>(operation: TaskEither<unknown, A>): Promise<A> => {
  const outcome = await operation();
  return E.isRight(outcome) ? outcome.right : assert.fail(`It failed: ${JSON.stringify(outcome.left)}`);
};

const failureOf = async <Failure>(operation: TaskEither<Failure, unknown>): Promise<Failure> => {
  const outcome = await operation();
  return E.isLeft(outcome) ? outcome.left : assert.fail('It succeeded');
};

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

/** A document that nobody else has put, so that a store shared with others does not know it. */
const fresh = (length = 40): Uint8Array => Uint8Array.from(randomBytes(length));

const mediaType = 'application/pdf';

const same = (given: Uint8Array, expected: Uint8Array): void =>
  assert.ok(Buffer.from(given).equals(expected), 'these are other bytes');

const holding = (store: () => DocumentStore, put: (bytes: Uint8Array) => Promise<DocumentRef>): void => {
  it('gives back the bytes that were put, under their SHA-256 and with their length', async () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    for (const bytes of [fresh(0), fresh(1), every, fresh(), fresh(3_000_000)]) {
      const reference = await put(bytes);
      assert.equal(reference.length, bytes.length);
      assert.equal(reference.mediaType, mediaType);
      same(await answerOf(store().get({ sha256: reference.sha256 })), bytes);
      assert.equal(await answerOf(store().has(reference)), true);
    }
    const { sha256 } = await put(text('abc'));
    assert.equal(sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('takes a part of a longer buffer for itself, and shares nothing with what is handed in or out', async () => {
    const [bytes, around] = [fresh(), fresh(100)];
    around.set(bytes, 20);
    const reference = await put(around.subarray(20, 60));
    around.fill(0);
    const given = await answerOf(store().get(reference));
    same(given, bytes);
    given.fill(0);
    same(await answerOf(store().get(reference)), bytes);
  });

  it('holds the same bytes once, however often and as whatever they are put', async () => {
    const bytes = fresh();
    const first = await put(bytes);
    assert.deepEqual(await put(bytes), first);
    const other = await answerOf(store().put(bytes, 'text/plain'));
    assert.deepEqual(other, { ...first, mediaType: 'text/plain' });
    await answerOf(store().remove(first));
    assert.equal(await answerOf(store().has(first)), false);
  });

  it('takes many at once, the same among them', async () => {
    const different = Array.from({ length: 20 }, () => fresh(10_000));
    const references = await Promise.all([...different, ...different].map(put));
    for (const [index, reference] of references.entries())
      same(await answerOf(store().get(reference)), different[index % 20] as Uint8Array);
  });

  it('says of what it does not hold that it is missing, also of what is no hash', async () => {
    for (const sha256 of ['0'.repeat(64), '', '..', '../../etc/passwd', 'a/b', '\u0000', 'é 🛟']) {
      assert.deepEqual(await failureOf(store().get({ sha256 })), { _tag: 'DocumentMissing', sha256 });
      assert.equal(await answerOf(store().has({ sha256 })), false);
      await answerOf(store().remove({ sha256 }));
    }
  });

  it('removes one document for good, and takes it again', async () => {
    const [bytes, kept] = [fresh(), fresh()];
    const [reference, other] = [await put(bytes), await put(kept)];
    await answerOf(store().remove(reference));
    await answerOf(store().remove(reference));
    const { sha256 } = reference;
    assert.deepEqual(await failureOf(store().get(reference)), { _tag: 'DocumentMissing', sha256 });
    same(await answerOf(store().get(other)), kept);
    assert.deepEqual(await put(bytes), reference);
    same(await answerOf(store().get(reference)), bytes);
  });
};

const outliving = (open: () => Promise<DocumentStore>, reopen: DocumentStoreSubject['reopen']): void => {
  it('answers everything as unavailable once closed, and takes being closed again', async () => {
    const store = await open();
    await store.close();
    await store.close();
    const reference = { sha256: '0'.repeat(64) };
    const operations = [
      ['put', store.put(fresh(), mediaType)],
      ['get', store.get(reference)],
      ['has', store.has(reference)],
      ['remove', store.remove(reference)],
    ] as const;
    for (const [operation, asked] of operations) {
      const { _tag, ...facts } = await failureOf<{ readonly _tag: string }>(asked);
      assert.equal(_tag, 'DocumentStoreUnavailable');
      assert.deepEqual({ ...facts, reason: '' }, { engine: store.engine, operation, reason: '' });
    }
  });

  if (reopen === undefined) return;
  it('has its documents when it is opened again', async () => {
    const store = await open();
    const bytes = fresh();
    const reference = await answerOf(store.put(bytes, mediaType));
    await store.close();
    const again = await reopen();
    same(await answerOf(again.get(reference)), bytes);
    await answerOf(again.remove(reference));
    await again.close();
  });
};

const noticing = (
  store: () => DocumentStore,
  put: (bytes: Uint8Array) => Promise<DocumentRef>,
  damage: NonNullable<DocumentStoreSubject['damage']>,
): void => {
  it('says of a document that was damaged that it is, and is made good by putting it again', async () => {
    const bytes = fresh(1_000);
    const reference = await put(bytes);
    const { sha256 } = reference;
    await damage(sha256);
    const { _tag, ...facts } = await failureOf(store().get(reference));
    assert.equal(_tag, 'DocumentDamaged');
    assert.deepEqual({ ...facts, reason: '' }, { sha256, reason: '' });
    await put(bytes);
    same(await answerOf(store().get(reference)), bytes);
  });
};

/**
 * Describes the tests that every adapter of the DocumentStore port passes; to be called in a test file. The documents
 * are the run's own and are removed at its end.
 */
export const documentStoreContract = ({ name, open, reopen, damage }: DocumentStoreSubject): void => {
  describe(`${name} as a document store`, () => {
    const held = new Set<string>();
    const store = openedFor(name, open, async () => {
      for (const sha256 of held) await answerOf(store().remove({ sha256 }));
    });
    const put = async (bytes: Uint8Array): Promise<DocumentRef> => {
      const reference = await answerOf(store().put(bytes, mediaType));
      held.add(reference.sha256);
      return reference;
    };
    holding(store, put);
    if (damage !== undefined) noticing(store, put, damage);
  });
  describe(`${name}, closed,`, () => {
    outliving(open, reopen);
  });
};
