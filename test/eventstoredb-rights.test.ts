import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EventStore } from '@commissioning/event-store';
import { commissionStream, freshBody, storedEventsFor } from '@commissioning/event-store/contract';
import {
  addressFailureInWords,
  openEventStoreDb,
  protectFailureInWords,
  protectLog,
} from '@commissioning/event-store/eventstoredb';
import { AccessDeniedError, EventStoreDBClient } from '@eventstore/db-client';
import * as E from 'fp-ts/Either';
import { type EventStoreDbDouble, startDouble } from './doubles/eventstoredb/double';
import { canMakeCertificates, type Certificate, makeCertificate } from './support/certificates';
import {
  appended,
  collect,
  describeFaults,
  fillStreams,
  idsOf,
  openStore,
  startFollower,
  until,
} from './support/eventstoredb';

jest.setTimeout(30_000);

const withCertificates = canMakeCertificates();
if (!withCertificates)
  process.stderr.write('Skipped, for openssl is not here to make certificates: TLS and rights\n');

const containing = (text: string): unknown => expect.stringContaining(text);

(withCertificates ? describeFaults : describe.skip)('Over TLS the EventStoreDB adapter', () => {
  let folder: string;
  let certificate: Certificate;
  let double: EventStoreDbDouble;
  let stores: Array<EventStore>;
  let body: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'eventstoredb-tls-'));
    certificate = makeCertificate(folder, 'server');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    body = freshBody();
    stores = [];
    const users = [
      { name: 'office', password: 'a:secret@word/' },
      { name: 'stranger', password: 'stranger' },
    ];
    double = await startDouble({ tls: certificate, users });
  });

  afterEach(async () => {
    for (const store of stores) await store.close();
    await double.stop();
  });

  const addressOf = (who: string, authority = certificate.file, options = ''): string =>
    `esdb://${who}@localhost:${double.port}?tls=true&tlsCAFile=${encodeURIComponent(authority)}${options}`;
  const admin = 'admin:changeit';
  const office = `office:${encodeURIComponent('a:secret@word/')}`;

  const open = (who: string, authority?: string): EventStore => {
    const store = openStore(addressOf(who, authority), { deadlineMs: 900 });
    stores.push(store);
    return store;
  };
  const appendOne = (store: EventStore, number: number) => {
    const stream = commissionStream(body, number);
    return store.append(stream, -1, storedEventsFor(stream, 0, 1))();
  };

  test('appends, reads and follows with the name and password of its address, and not in batches', async () => {
    const store = open(admin);
    const ids = await fillStreams(store, body, [1, 2, 3], 2);
    expect(idsOf(await collect(store.readAll()))).toEqual(ids);
    expect(idsOf(await collect(store.readStream(commissionStream(body, 1))))).toEqual(ids.slice(0, 2));
    const follower = startFollower(store);
    await follower.given(6);
    await follower.leave();
    expect(double.calls).toMatchObject({ 'batch-append': 0, features: 0 });
    await until(() => double.openReads() === 0);
  });

  test('prefers the name and password given beside its address', async () => {
    const store = openStore(addressOf('stranger:wrong'), {
      credentials: { username: 'admin', password: 'changeit' },
    });
    stores.push(store);
    appended(await appendOne(store, 1));
  });

  test('says in words that a server’s certificate is of an authority it does not trust, and sends nothing', async () => {
    const other = makeCertificate(folder, 'another');
    const store = open(admin, other.file);
    expect(await appendOne(store, 1)).toMatchObject(
      E.left({ _tag: 'StoreUnavailable', reason: containing('certificate') }),
    );
    await expect(collect(store.readAll())).rejects.toMatchObject({
      failure: { reason: containing('certificate') },
    });
    expect(double.calls).toMatchObject({ append: 0, read: 0 });
  });

  test('says in words that the file of an authority is not there', () => {
    const words = E.match(
      addressFailureInWords,
      () => 'accepted',
    )(openEventStoreDb({ url: addressOf(admin, join(folder, 'nowhere.crt')) }));
    expect(words).toMatch(/certificate file.*not found/i);
  });

  test('says at once that a name or password is wrong, and tells neither', async () => {
    const store = open('admin:mistaken');
    const refused = await appendOne(store, 1);
    expect(refused).toMatchObject(E.left({ reason: containing('Not authenticated') }));
    expect(JSON.stringify(refused)).not.toContain('mistaken');
    expect(double.calls.append + double.calls.read).toBe(0);
  });

  describe('on a server that was told who keeps the record', () => {
    beforeEach(async () => {
      expect(await protectLog({ url: addressOf(admin), user: 'office' })()).toEqual(E.right(undefined));
    });

    test('does all its work as that user', async () => {
      const store = open(office);
      const ids = await fillStreams(store, body, [1, 2], 3);
      expect(idsOf(await collect(store.readAll()))).toEqual(ids);
      const follower = startFollower(store);
      await follower.given(6);
      await follower.leave();
      expect(E.isRight(await store.head())).toBe(true);
    });

    test('is told at once, appending, reading or following, that it may not, as anybody else', async () => {
      const [store, stranger] = [open(office), open('stranger:stranger')];
      await fillStreams(store, body, [1]);
      const denied = { _tag: 'StoreUnavailable', reason: containing('Access Denied') };
      expect(await appendOne(stranger, 2)).toMatchObject(E.left(denied));
      expect(await stranger.head()).toMatchObject(E.left(denied));
      const { signal } = new AbortController();
      for (const pages of [
        stranger.readStream(commissionStream(body, 1)),
        stranger.readAll(),
        stranger.follow({ signal }),
      ])
        await expect(pages[Symbol.asyncIterator]().next()).rejects.toMatchObject({ failure: denied });
    });

    test('leaves nobody but an administrator a way to delete, truncate or forget', async () => {
      const store = open(office);
      const ids = await fillStreams(store, body, [1], 5);
      const stream = commissionStream(body, 1);
      const client = EventStoreDBClient.connectionString(addressOf(office));
      const attempts = [
        () => client.deleteStream(stream),
        () => client.tombstoneStream(stream),
        ...[{ maxCount: 1 }, { maxAge: 1 }, { truncateBefore: 3 }, { acl: { deleteRoles: ['office'] } }].map(
          (metadata) => () => client.setStreamMetadata(stream, metadata),
        ),
        () => client.setStreamMetadata('$all', { acl: { readRoles: ['stranger'] } }),
      ];
      for (const attempt of attempts) await expect(attempt()).rejects.toBeInstanceOf(AccessDeniedError);
      await client.dispose();
      expect(idsOf(await collect(store.readStream(stream)))).toEqual(ids);
    });

    test('is protected by the command line as it was here', async () => {
      const before = double.log.events.length;
      const bin = join(__dirname, '..', 'services', 'auditor', 'bin', 'commissioning.js');
      const protect = (address: string) =>
        promisify(execFile)(process.execPath, [bin, 'protect', '--user', 'office', '--at', address]);
      expect((await protect(addressOf(admin))).stdout).toContain('office alone');
      await expect(protect(addressOf(office))).rejects.toMatchObject({
        code: 1,
        stderr: containing('Access Denied'),
      });
      expect(double.log.events).toHaveLength(before);
    });

    test('is protected once: done again nothing changes, and another’s rights are left alone', async () => {
      const before = double.log.events.length;
      expect(await protectLog({ url: addressOf(admin), user: 'office' })()).toEqual(E.right(undefined));
      expect(double.log.events).toHaveLength(before);
      const other = await protectLog({ url: addressOf(admin), user: 'stranger' })();
      expect(E.isLeft(other) && protectFailureInWords(other.left)).toMatch(/other rights in \$settings/);
      expect(double.log.events).toHaveLength(before);
      const refused = await protectLog({ url: addressOf(office), user: 'office' })();
      expect(E.isLeft(refused) && protectFailureInWords(refused.left)).toMatch(/Access Denied/);
    });
  });

  test('fails aloud at a stream that an administrator deleted for good', async () => {
    const store = open(admin);
    await fillStreams(store, body, [1, 2]);
    const stream = commissionStream(body, 2);
    const client = EventStoreDBClient.connectionString(addressOf(admin));
    await client.tombstoneStream(stream);
    await client.dispose();
    const failure = { _tag: 'StoreUnavailable', reason: containing(stream) };
    await expect(collect(store.readAll())).rejects.toMatchObject({ failure });
    await expect(collect(store.readStream(stream))).rejects.toMatchObject({
      failure: { reason: containing('deleted') },
    });
    const events = storedEventsFor(stream, 1, 1);
    expect(await store.append(stream, 0, events)()).toMatchObject(
      E.left({ _tag: 'StoreUnavailable', reason: containing('deleted') }),
    );
  });
});
