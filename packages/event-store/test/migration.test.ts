import { canonical, type RecordedEvent, type StoredEvent } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import { commissionStream, freshBody, storedEventsFor } from '../src/contract/index';
import { type EventPage, type EventStore, noStream } from '../src/index';
import { storedEvent } from '../src/migration/events';
import { openMemoryEventStore } from '../src/memory/index';
import {
  digestOf,
  migrate,
  type MigrationFailure,
  migrationFailureInWords,
  type MigrationProgress,
} from '../src/migration/index';

const body = freshBody();

const eventsIn = async (log: EventStore): Promise<ReadonlyArray<RecordedEvent>> => {
  const events: Array<RecordedEvent> = [];
  for await (const page of log.readAll()) events.push(...page);
  return events;
};

const withoutPositions = (events: ReadonlyArray<RecordedEvent>) =>
  events.map((event) => ({ ...event, position: undefined }));

const appendTo = async (log: EventStore, stream: string, events: ReadonlyArray<StoredEvent>, from = 0) => {
  const appended = await log.append(stream, from - 1, events)();
  if (E.isLeft(appended)) throw new Error(JSON.stringify(appended.left));
};

const privateValues = { '/price': { salt: 'c2FsdA', value: 118_800 } };
const shape = (revision: number) => ({
  data: { number: revision, title: 'Café' },
  ...(revision % 3 === 0 ? { private: privateValues } : {}),
});

/** A log of six streams that were written to in turns, some events of which have private values. */
const sourceLog = async (): Promise<EventStore> => {
  const log = openMemoryEventStore();
  const streams = [1, 2, 3, 4, 5, 6].map((number) => commissionStream(body, number));
  const told = streams.map((stream) => storedEventsFor(stream, 0, 12, undefined, shape));
  for (let from = 0; from < 12; from += 4)
    for (const [index, stream] of streams.entries())
      await appendTo(log, stream, (told[index] ?? []).slice(from, from + 4), from);
  return log;
};

/** The log as a fault would have it: `change` may alter, leave out or add events on their way out of it. */
const altered = (
  log: EventStore,
  change: (event: RecordedEvent) => ReadonlyArray<RecordedEvent>,
): EventStore => {
  async function* readAll(...range: Parameters<EventStore['readAll']>): AsyncGenerator<EventPage> {
    for await (const page of log.readAll(...range)) {
      const changed = page.flatMap(change);
      if (changed.length > 0) yield changed;
    }
  }
  return { ...log, readAll };
};

const at =
  (number: number, revision: number) =>
  (event: RecordedEvent): boolean =>
    event.stream === commissionStream(body, number) && event.revision === revision;

const only =
  (
    which: (event: RecordedEvent) => boolean,
    change: (event: RecordedEvent) => ReadonlyArray<RecordedEvent>,
  ) =>
  (event: RecordedEvent): ReadonlyArray<RecordedEvent> =>
    which(event) ? change(event) : [event];

const failureOf = async (from: EventStore, to: EventStore): Promise<MigrationFailure> => {
  const done = await migrate({ from, to })();
  if (E.isRight(done)) throw new Error('It was copied');
  expect(migrationFailureInWords(done.left).length).toBeGreaterThan(20);
  return done.left;
};

describe('migrate', () => {
  let from: EventStore;
  let to: EventStore;

  beforeEach(async () => {
    from = await sourceLog();
    to = openMemoryEventStore();
  });

  test('copies a log in its order, with ids, revisions, hashes and private values as they are', async () => {
    const steps: Array<MigrationProgress> = [];
    const done = await migrate({ from, to, onProgress: (step) => steps.push(step) })();
    const digest = await digestOf(from);
    expect(done).toEqual(E.right({ events: 72, copied: 72, digest }));
    expect(await digestOf(to)).toBe(digest);
    expect(withoutPositions(await eventsIn(to))).toEqual(withoutPositions(await eventsIn(from)));
    expect(steps.at(-1)).toEqual({ step: 'verifying', events: 72 });
    expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['copying', 'verifying']));
  });

  test('done again, looks at everything, copies nothing, and says the same', async () => {
    const first = await migrate({ from, to })();
    const second = await migrate({ from, to })();
    expect(E.isRight(first) && E.isRight(second) && second.right).toEqual(
      E.isRight(first) && { ...first.right, copied: 0 },
    );
  });

  test('copies an empty log', async () => {
    const done = await migrate({ from: openMemoryEventStore(), to })();
    expect(E.isRight(done) && done.right).toMatchObject({ events: 0, copied: 0 });
  });

  test('goes on where it stopped, whichever append it died at and on whichever side of it', async () => {
    let deaths = 0;
    for (const side of ['before', 'after'])
      for (let append = 1; append <= 18; append += 1) {
        const target = openMemoryEventStore();
        let appends = 0;
        const dying: EventStore = {
          ...target,
          append:
            (...asked) =>
            async () => {
              appends += 1;
              if (appends < append) return target.append(...asked)();
              if (side === 'after') await target.append(...asked)();
              throw new Error('crash');
            },
        };
        await expect(migrate({ from, to: dying })()).rejects.toThrow('crash');
        deaths += 1;
        const done = await migrate({ from, to: target })();
        expect(E.isRight(done) && done.right.events).toBe(72);
        expect(withoutPositions(await eventsIn(target))).toEqual(withoutPositions(await eventsIn(from)));
      }
    expect(deaths).toBe(36);
  });

  test('two at once make one copy', async () => {
    const both = await Promise.all([migrate({ from, to })(), migrate({ from, to })()]);
    expect(both.every(E.isRight)).toBe(true);
    expect(withoutPositions(await eventsIn(to))).toEqual(withoutPositions(await eventsIn(from)));
  });

  test('appends no more at once than a server takes', async () => {
    const log = openMemoryEventStore();
    const stream = commissionStream(body, 7);
    const large = storedEventsFor(stream, 0, 8, undefined, (revision) => ({
      data: { text: (revision < 4 ? 'é' : 'x').repeat(revision < 4 ? 100_000 : 400_000) },
    }));
    await appendTo(log, stream, large);
    const small = storedEventsFor(stream, 8, 900, large.at(-1)?.chainHash);
    await appendTo(log, stream, small, 8);
    const sizes: Array<number> = [];
    const counting: EventStore = {
      ...to,
      append: (name, revision, events) => {
        sizes.push(Buffer.byteLength(canonical(events as never)));
        return to.append(name, revision, events);
      },
    };
    expect(await migrate({ from: log, to: counting })()).toMatchObject(E.right({ events: 908 }));
    expect(Math.max(...sizes)).toBeLessThan(700_000);
    expect(sizes.length).toBeLessThan(20);
  });

  describe('copies nothing from where the log is damaged, and says where', () => {
    const damages: ReadonlyArray<
      readonly [string, string, (event: RecordedEvent) => ReadonlyArray<RecordedEvent>]
    > = [
      ['an event was changed', 'ContentChanged', (event) => [{ ...event, data: { number: 99 } }]],
      [
        'an event was changed and hashed anew',
        'ChainBroken',
        (event) => [{ ...event, chainHash: '0'.repeat(64) }],
      ],
      ['an event was taken out', 'RevisionMissing', () => []],
    ];
    test.each(damages)('when %s', async (_, fault, change) => {
      const damaged = altered(from, only(at(3, 5), change));
      expect(await failureOf(damaged, to)).toMatchObject({
        _tag: 'SourceDamaged',
        fault: { _tag: fault, stream: commissionStream(body, 3), revision: 5 },
      });
      const copied = await eventsIn(to);
      expect(copied.length).toBeGreaterThan(30);
      expect(copied.some((event) => at(3, 5)(event) || at(3, 6)(event))).toBe(false);
    });
  });

  describe('refuses a target that holds', () => {
    test('something else from its beginning', async () => {
      const other = commissionStream(body, 99);
      await appendTo(to, other, storedEventsFor(other, 0, 1));
      expect(await failureOf(from, to)).toEqual({ _tag: 'TargetHoldsOther', stream: other, revision: 0 });
      expect(await eventsIn(to)).toHaveLength(1);
    });

    test('more than the log', async () => {
      await migrate({ from, to })();
      const stream = commissionStream(body, 6);
      const last = (await eventsIn(to)).at(-1);
      await appendTo(to, stream, storedEventsFor(stream, 12, 1, last?.chainHash), 12);
      expect(await failureOf(from, to)).toEqual({ _tag: 'TargetHoldsOther', stream, revision: 12 });
    });

    test('the same in another order', async () => {
      const events = (await eventsIn(from)).filter(({ revision }) => revision < 4);
      for (const number of [2, 1]) {
        const stream = commissionStream(body, number);
        const mine = events.filter((event) => event.stream === stream);
        await appendTo(to, stream, mine.map(storedEvent));
      }
      expect(await failureOf(from, to)).toMatchObject({ _tag: 'TargetHoldsOther' });
    });

    test.each<readonly [string, (event: RecordedEvent) => RecordedEvent]>([
      ['a copy whose content differs', (event) => ({ ...event, data: { number: 98 } })],
      ['a copy without its private values', (event) => ({ ...event, private: {} })],
      ['a copy with another chain hash', (event) => ({ ...event, chainHash: 'f'.repeat(64) })],
    ])('%s', async (_, change) => {
      await migrate({ from, to })();
      const changed = altered(
        to,
        only(at(2, 3), (event) => [change(event)]),
      );
      const failure = { _tag: 'CopyDiffers', stream: commissionStream(body, 2), revision: 3 };
      expect(await failureOf(from, changed)).toEqual(failure);
    });
  });

  test('stops where somebody else writes to the target meanwhile', async () => {
    const stream = commissionStream(body, 4);
    let appends = 0;
    const shared: EventStore = {
      ...to,
      append:
        (...asked) =>
        async () => {
          appends += 1;
          if (appends === 3) await to.append(stream, noStream, storedEventsFor(stream, 0, 1))();
          return to.append(...asked)();
        },
    };
    expect(await failureOf(from, shared)).toEqual({ _tag: 'TargetHoldsOther', stream, revision: 0 });
  });

  test('notices that the target lost what it had acknowledged', async () => {
    const forgetful = altered(
      to,
      only(at(6, 11), () => []),
    );
    expect(await failureOf(from, forgetful)).toEqual({
      _tag: 'CopyLost',
      stream: commissionStream(body, 6),
      revision: 11,
    });
  });

  test('says that an engine failed, and goes on when it is run again', async () => {
    let appends = 0;
    const unavailable = {
      _tag: 'StoreUnavailable',
      engine: 'any',
      operation: 'append',
      reason: 'gone',
    } as const;
    const failing: EventStore = {
      ...to,
      append: (...asked) => (++appends === 5 ? async () => E.left(unavailable) : to.append(...asked)),
    };
    expect(await failureOf(from, failing)).toEqual(unavailable);
    expect(await migrate({ from, to: failing })()).toMatchObject(E.right({ events: 72 }));
    await to.close();
    expect(await failureOf(from, to)).toMatchObject({ _tag: 'StoreUnavailable' });
  });
});
