import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bedfordshireBody } from '@commissioning/domain';
import { digestOf } from '@commissioning/event-store/migration';
import type { Instant } from '@commissioning/kernel';
import { folderKeys, subjectIn } from '@commissioning/record';
import { backUp, copyFailureInWords, foldersOf, restore } from '@services/office';
import * as E from 'fp-ts/Either';
import * as fc from 'fast-check';
import {
  administrator,
  bidder,
  colleague,
  establish,
  handedIn,
  logOf,
  officer,
  publishRound,
} from '../../commands/test/support/world';
import { asking, openOn, type OpenedOffice } from './support/office';

jest.setTimeout(60_000);

const commission = 'BEDS-2026-0001';
const clerk = subjectIn('provider-BEDS-azalea', 'clerk');
const contact = { person: 'clerk', name: 'Anne Canary', email: 'anne.canary@example.org' };
const now = (): Instant => '2026-10-01T09:00:00.000Z' as Instant;

const root = fs.mkdtempSync(join(tmpdir(), 'copies-'));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

let names = 0;
/** A path that nothing stands at. */
const fresh = (): string => {
  names += 1;
  return join(root, `folder-${names}`);
};

/** A record with sealed bids and a person in it, once for all. */
const original = fresh();
beforeAll(async () => {
  const opened = await openOn(original);
  await establish(opened);
  await opened.done(officer, 'provider', 'BEDS-azalea', 'register-provider', {
    name: 'Azalea',
    sector: 'private',
    local: true,
    contact,
  });
  await publishRound(opened, commission);
  for (const bid of ['bid-1', 'bid-2'])
    await opened.done(bidder, 'commission', commission, 'receive-bid', handedIn(bid, `BEDS-${bid}`, 5_000));
  await opened.settle();
  await opened.close();
});

/** Another folder with the same in it. */
const another = (of = original): string => {
  const folder = fresh();
  fs.cpSync(of, folder, { recursive: true });
  return folder;
};

const right = <A>(outcome: E.Either<Parameters<typeof copyFailureInWords>[0], A>): A => {
  if (E.isLeft(outcome)) throw new Error(copyFailureInWords(outcome.left));
  return outcome.right;
};

const wrong = <A>(outcome: E.Either<Parameters<typeof copyFailureInWords>[0], A>): string => {
  if (E.isRight(outcome)) throw new Error('It was done');
  return copyFailureInWords(outcome.left);
};

const backedUp = async (data: string, keys = fresh()): Promise<{ backup: string; keys: string }> => {
  const backup = fresh();
  right(await backUp({ data, to: backup, keys, now })());
  return { backup, keys };
};

const opening = async <A>(folder: string, work: (opened: OpenedOffice) => Promise<A>): Promise<A> => {
  const opened = await openOn(folder, { start: '2026-10-19T09:00:00.000Z' });
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
};

const digestIn = (folder: string): Promise<string> =>
  opening(folder, ({ office }) => digestOf(office.events));

const filesIn = (folder: string): ReadonlyArray<string> =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();

describe('a backup', () => {
  it('restored is the same record: log, documents, keys; and goes on', async () => {
    const { backup, keys } = await backedUp(original);
    const to = fresh();
    const made = right(await restore({ backup, keys, to })());
    expect(made).toMatchObject({ documents: 2, erasedAgain: [], erasedSince: [], madeAt: now() });
    expect(await digestIn(to)).toBe(await digestIn(original));
    await opening(to, async (opened) => {
      await opened.done(officer, 'commission', commission, 'open-bids', {
        openers: [officer.id, colleague.id],
      });
      await opened.settle();
      const file = await asking(opened)('GET', `/v1/commissions/${commission}`, {
        as: 'commissioning-officer',
      });
      expect(JSON.stringify(file.body)).toContain('The club of BEDS-bid-2');
    });
  });

  it('holds no key, and its keys hold nothing of the record', async () => {
    const { backup, keys } = await backedUp(original);
    expect(filesIn(backup).filter((file) => file.endsWith('.key'))).toEqual([]);
    const secrets = filesIn(keys).map((file) => fs.readFileSync(file));
    const bytes = filesIn(backup).map((file) => fs.readFileSync(file));
    for (const secret of secrets.filter(({ length }) => length === 32))
      for (const each of bytes) {
        expect(each.includes(secret)).toBe(false);
        expect(each.includes(secret.toString('hex'))).toBe(false);
      }
    expect(filesIn(keys).every((file) => file.endsWith('.key'))).toBe(true);
    expect(filesIn(keys).some((file) => file.endsWith('sign-in.key'))).toBe(false);
  });

  it('is of one moment, while an office goes on writing', async () => {
    const data = another();
    await opening(data, async (opened) => {
      let written = 0;
      let stop = false;
      const writing = (async () => {
        while (!stop) {
          written += 1;
          await opened.done(officer, 'provider', `BEDS-club-${written}`, 'register-provider', {
            name: `Club ${written}`,
            sector: 'private',
            local: true,
            contact: { person: 'secretary', name: `Secretary ${written}` },
          });
        }
      })();
      const copies = [];
      const keys = fresh();
      for (let time = 0; time < 3; time += 1) copies.push(await backedUp(data, keys));
      stop = true;
      await writing;
      const log = await logOf(opened.office.events);
      for (const { backup } of copies) {
        const to = fresh();
        const { events } = right(await restore({ backup, keys, to })());
        const copy = await opening(to, ({ office }) => logOf(office.events));
        expect(copy).toHaveLength(events);
        expect(copy).toEqual(log.slice(0, events));
      }
      expect(written).toBeGreaterThan(5);
    });
  });

  it('is not made over anything, nor into what it is of, nor with its keys beside it', async () => {
    const { backup, keys } = await backedUp(original);
    const refusals = [
      [{ to: backup, keys }, 'holds something already'],
      [{ to: fresh(), keys: original }, 'kept apart'],
      [{ to: join(original, 'backup'), keys }, 'kept apart'],
      [{ to: join(fresh(), 'backup'), keys: root }, 'kept apart'],
    ] as const;
    for (const [asked, reason] of refusals)
      expect(wrong(await backUp({ data: original, now, ...asked })())).toContain(reason);
    const link = fresh();
    fs.symlinkSync(original, link);
    expect(wrong(await backUp({ data: original, to: join(link, 'backup'), keys, now })())).toContain(
      'kept apart',
    );
    const empty = fresh();
    expect(wrong(await backUp({ data: empty, to: fresh(), keys, now })())).toContain('There is no record');
    const other = another();
    fs.writeFileSync(join(other, 'keys', 'salt.key'), Buffer.alloc(32, 1));
    expect(wrong(await backUp({ data: other, to: fresh(), keys, now })())).toContain(
      'something else than the keys of this record',
    );
  });

  it('is not made of a record that is damaged: it says where', async () => {
    const data = another();
    const [document = ''] = filesIn(join(data, 'documents')).filter((file) => !file.endsWith('key-mark'));
    fs.truncateSync(document, 20);
    const to = fresh();
    const said = wrong(await backUp({ data, to, keys: fresh(), now })());
    expect(said).toMatch(/revision \d+ of commission-BEDS-2026-0001: its document [0-9a-f]{64} is damaged/);
    expect(fs.existsSync(to)).toBe(false);
    fs.rmSync(document);
    expect(wrong(await backUp({ data, to, keys: fresh(), now })())).toContain('is missing');
    fs.symlinkSync('/etc/hostname', document);
    expect(wrong(await backUp({ data, to, keys: fresh(), now })())).toContain('neither a file nor a folder');
    expect(fs.readdirSync(root).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  });

  it('is not made where a key is lost', async () => {
    const data = another();
    for (const file of filesIn(join(data, 'keys', 'subjects'))) fs.rmSync(file);
    const said = wrong(await backUp({ data, to: fresh(), keys: fresh(), now })());
    expect(said).toContain('revision 0 of provider-BEDS-azalea: /contact/name');
  });

  it('tells how far it has come: documents copied, events read, files hashed, each one by one', async () => {
    const told: Array<readonly [string, number]> = [];
    const made = right(
      await backUp({
        data: original,
        to: fresh(),
        keys: fresh(),
        now,
        onProgress: ({ step, done }) => told.push([step, done]),
      })(),
    );
    const counts = (step: string) => told.filter(([each]) => each === step).map(([, done]) => done);
    const upTo = (last: number) => Array.from({ length: last }, (_none, index) => index + 1);
    expect(counts('reading')).toEqual(upTo(made.events));
    expect(counts('copying').length).toBeGreaterThanOrEqual(made.documents);
    for (const step of ['copying', 'hashing']) expect(counts(step)).toEqual(upTo(counts(step).length));
    expect([...new Set(told.map(([step]) => step))]).toEqual(['copying', 'reading', 'hashing']);
  });

  it('takes away what one that was cut short left, and nothing else of that name', async () => {
    const [to, keys] = [fresh(), fresh()];
    fs.mkdirSync(`${to}.unfinished`);
    fs.writeFileSync(join(`${to}.unfinished`, 'UNFINISHED'), '');
    fs.writeFileSync(join(`${to}.unfinished`, 'events.db'), 'half');
    right(await backUp({ data: original, to, keys, now })());
    expect(fs.existsSync(`${to}.unfinished`)).toBe(false);
    const other = fresh();
    fs.mkdirSync(`${other}.unfinished`);
    fs.writeFileSync(join(`${other}.unfinished`, 'novel.txt'), 'Chapter one');
    expect(wrong(await backUp({ data: original, to: other, keys, now })())).toContain(
      'holds something already',
    );
    fs.rmSync(`${other}.unfinished`, { recursive: true });
  });
});

describe('a backup that was changed', () => {
  it('by one bit, anywhere, is refused: it is said in which file, and nothing is restored', async () => {
    const { backup, keys } = await backedUp(original);
    const files = [...filesIn(backup), ...filesIn(keys)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.integer({ min: 0, max: 7 }),
        async (file, place, bit) => {
          const bytes = fs.readFileSync(file);
          const flipped = Buffer.from(bytes);
          const at = place % bytes.length;
          flipped[at] = (flipped[at] as number) ^ (1 << bit);
          fs.writeFileSync(file, flipped);
          const to = fresh();
          const said = wrong(await restore({ backup, keys, to })());
          fs.writeFileSync(file, bytes);
          expect(said).toContain(file.startsWith(keys) ? file : file.slice(backup.length + 1));
          expect(fs.existsSync(to)).toBe(false);
          expect(fs.existsSync(`${to}.unfinished`)).toBe(false);
        },
      ),
      { numRuns: 60, examples: files.map((file) => [file, 77, 3]) },
    );
    right(await restore({ backup, keys, to: fresh() })());
  });

  it('in its log says which event is not what was recorded', async () => {
    const { backup, keys } = await backedUp(original);
    const file = join(backup, 'log', 'events.db');
    const bytes = fs.readFileSync(file);
    const changing = async (from: string, to: string): Promise<string> => {
      expect(bytes.indexOf(from)).toBeGreaterThan(0);
      // Wherever it stands: what a page no longer uses may have it too, and nobody reads that.
      fs.writeFileSync(file, bytes.toString('latin1').replaceAll(from, to), 'latin1');
      return wrong(await restore({ backup, keys, to: fresh() })());
    };
    const inPublic = await changing(bedfordshireBody.name, bedfordshireBody.name.replace('Police', 'Polite'));
    expect(inPublic).toContain('log/events.db was changed');
    expect(inPublic).toContain('revision 0 of rulebook-BEDS is not what was hashed when it was recorded');
    // A value beside the public view lies outside what is hashed: it is not what was committed to.
    const beside = await changing('Activities for young people', 'Activities for olden people');
    expect(beside).toMatch(/revision 0 of commission-BEDS-2026-0001: \/title: .* committed to/);
    fs.writeFileSync(file, Buffer.from('no log at all').toString().padEnd(bytes.length, '.'));
    expect(wrong(await restore({ backup, keys, to: fresh() })())).toContain('is damaged or no event log');
  });

  it('by a file that is missing, too many or of another length is refused, naming each', async () => {
    const { backup, keys } = await backedUp(original);
    const [document = ''] = filesIn(join(backup, 'documents'));
    fs.rmSync(document);
    fs.writeFileSync(join(backup, 'more.txt'), 'more');
    fs.appendFileSync(join(backup, 'log', 'events.db'), 'x');
    const said = wrong(await restore({ backup, keys, to: fresh() })());
    expect(said).toContain(`${document.slice(backup.length + 1)} is missing`);
    expect(said).toContain('more.txt was not backed up');
    expect(said).toMatch(/log\/events.db has \d+ bytes, and had \d+/);
  });

  it('by whoever has it and not its keys cannot be made to look whole', async () => {
    const { backup, keys } = await backedUp(original);
    const manifest = join(backup, 'manifest.json');
    const said = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { backup: { madeAt: string } };
    said.backup.madeAt = '2026-10-02T09:00:00.000Z';
    fs.writeFileSync(manifest, `${JSON.stringify(said, null, 2)}\n`);
    expect(wrong(await restore({ backup, keys, to: fresh() })())).toContain('manifest.json was changed');
    const newer = { backup: { ...said.backup, version: 2 } };
    fs.writeFileSync(manifest, JSON.stringify(newer));
    expect(wrong(await restore({ backup, keys, to: fresh() })())).toContain('by a newer release (version 2');
    fs.rmSync(manifest);
    expect(wrong(await restore({ backup, keys, to: fresh() })())).toContain('no whole backup');
  });

  it('by being given other keys, or none, is refused', async () => {
    const { backup, keys } = await backedUp(original);
    const [person = ''] = filesIn(join(keys, 'subjects'));
    fs.rmSync(person);
    expect(wrong(await restore({ backup, keys, to: fresh() })())).toContain(`${person} is missing`);
    const others = fresh();
    folderKeys(others);
    expect(wrong(await restore({ backup, keys: others, to: fresh() })())).toContain(join(others, 'salt.key'));
    expect(wrong(await restore({ backup, keys: fresh(), to: fresh() })())).toContain('there is no salt.key');
  });
});

describe('a restore', () => {
  it('goes to an empty folder alone, and leaves what is there as it is', async () => {
    const { backup, keys } = await backedUp(original);
    const to = another();
    const before = filesIn(to);
    expect(wrong(await restore({ backup, keys, to })())).toContain('holds something already');
    expect(filesIn(to)).toEqual(before);
    const empty = fresh();
    fs.mkdirSync(empty);
    right(await restore({ backup, keys, to: empty })());
    expect(wrong(await restore({ backup, keys, to: join(backup, 'data') })())).toContain('kept apart');
  });
});

describe('somebody who was erased', () => {
  const erase = (opened: OpenedOffice) =>
    opened.done(administrator, 'provider', 'BEDS-azalea', 'erase-person', {
      person: 'clerk',
      ground: 'objection',
    });

  const isErasedIn = (folder: string): Promise<boolean> =>
    opening(folder, async ({ office }) => office.keys.isDestroyed(clerk));

  it('does not come back with a backup made before: the copy of the keys has forgotten them too', async () => {
    const data = another();
    const { backup, keys } = await backedUp(data);
    await opening(data, erase);
    expect(folderKeys(keys).isDestroyed(clerk)).toBe(true);
    const to = fresh();
    const { erasedAgain, erasedSince } = right(await restore({ backup, keys, to })());
    expect({ erasedAgain, erasedSince }).toEqual({ erasedAgain: [], erasedSince: [clerk] });
    expect(await isErasedIn(to)).toBe(true);
    // And it can be recorded anew, in the log that does not know of it.
    await opening(to, async (opened) => {
      expect((await erase(opened)).events).toHaveLength(1);
    });
  });

  it('does not come back with keys put aside before, where the log says they were erased', async () => {
    const data = another();
    const older = await backedUp(data);
    const aside = another(older.keys);
    await opening(data, erase);
    const newer = await backedUp(data, older.keys);
    fs.cpSync(aside, older.keys, { recursive: true });
    expect(folderKeys(older.keys).isDestroyed(clerk)).toBe(false);
    const to = fresh();
    right(await restore({ backup: newer.backup, keys: older.keys, to })());
    expect(await isErasedIn(to)).toBe(true);
    expect(folderKeys(older.keys).isDestroyed(clerk)).toBe(true);
  });

  it('does not come back with an older backup and older keys, given a later log of the record', async () => {
    const data = another();
    const { backup, keys } = await backedUp(data);
    const aside = another(keys);
    await opening(data, erase);
    const later = await backedUp(data, keys);
    for (const from of [data, later.backup]) {
      const [to, older] = [fresh(), another(aside)];
      const made = right(await restore({ backup, keys: older, to, later: from })());
      expect(made).toMatchObject({ erasedAgain: [clerk], erasedSince: [clerk] });
      expect(await isErasedIn(to)).toBe(true);
      expect(folderKeys(older).isDestroyed(clerk)).toBe(true);
      expect(fs.existsSync(join(to, 'later'))).toBe(false);
    }
    const stranger = fresh();
    await opening(stranger, establish);
    expect(wrong(await restore({ backup, keys: another(aside), to: fresh(), later: stranger })())).toContain(
      'does not go on from the one of the backup',
    );
    expect(wrong(await restore({ backup, keys: another(aside), to: fresh(), later: root })())).toContain(
      'no whole backup',
    );
  });

  it('is forgotten at the next start in a copy that was away, or that a crash came before', async () => {
    const data = another();
    const { keys } = await backedUp(data);
    const away = `${keys}-away`;
    fs.renameSync(keys, away);
    await opening(data, erase);
    fs.renameSync(away, keys);
    expect(folderKeys(keys).isDestroyed(clerk)).toBe(false);
    await opening(data, ({ office }) => office.erasures.catchUp());
    expect(folderKeys(keys).isDestroyed(clerk)).toBe(true);
  });

  it('between the copy of the log and that of the keys is a backup like any other', async () => {
    const data = another();
    const { backup, keys } = await backedUp(data);
    // As if the erasure had come in between: the keys are of after it, the log of before.
    await opening(data, erase);
    const to = fresh();
    right(await restore({ backup, keys, to })());
    await opening(to, async (opened) => {
      await opened.settle();
      expect(E.isRight(await opened.office.events.head())).toBe(true);
    });
    expect(fs.readFileSync(join(foldersOf(to).log, 'events.db')).includes('Anne Canary')).toBe(false);
  });
});
