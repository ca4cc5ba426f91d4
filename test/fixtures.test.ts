import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventDefinitions, registry } from '@commissioning/domain';
import { anatomy, excessKeys, type JsonObject, type Metadata, unwrapped } from '@commissioning/kernel';
import { memoryKeys, openData, seal } from '@commissioning/record';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';

interface FixtureLock {
  readonly compare: (folder: string) => {
    readonly missing: ReadonlyArray<string>;
    readonly edited: ReadonlyArray<string>;
    readonly unlocked: ReadonlyArray<string>;
  };
  readonly lockNew: (folder: string) => ReadonlyArray<string>;
}
const { compare, lockNew } = jest.requireActual<FixtureLock>('./support/fixture-lock.js');

const folder = join(__dirname, '../packages/domain/fixtures');
const fixture = (storedType: string): JsonObject =>
  JSON.parse(readFileSync(join(folder, `${storedType}.json`), 'utf8')) as JsonObject;

const shapes = eventDefinitions.flatMap((definition) =>
  definition.versions.map(({ storedType, codec }) => ({ storedType, codec, definition })),
);

/** The fields that a codec names and that stand in none of these values. */
const unseenFields = (codec: t.Mixed, values: ReadonlyArray<unknown>, path = ''): ReadonlyArray<string> => {
  const inner = unwrapped(codec);
  const { _tag, props = {}, types = [], type } = anatomy(inner);
  switch (_tag ?? '') {
    case 'InterfaceType':
    case 'PartialType':
      return Object.entries(props).flatMap(([key, field]) => {
        const given = (values as ReadonlyArray<JsonObject>).flatMap((value) =>
          key in value ? [value[key]] : [],
        );
        return given.length === 0 ? [`${path}/${key}`] : unseenFields(field, given, `${path}/${key}`);
      });
    case 'IntersectionType':
      return types.flatMap((member) => unseenFields(member, values, path));
    case 'UnionType':
      return types.flatMap((member) => unseenFields(member, values.filter(member.is), path));
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return unseenFields(
        type as t.Mixed,
        (values as ReadonlyArray<ReadonlyArray<unknown>>).flat(),
        `${path}/*`,
      );
    default:
      return [];
  }
};

const metadata = {
  body: 'BEDS',
  actor: { id: 'officer-1', role: 'commissioning-officer' },
  recordedAt: '2026-11-23T12:00:00.000Z',
  commandId: 'fixture-1',
  requestHash: '0'.repeat(64),
  correlationId: 'fixture-1',
  ruleBookVersion: 4,
  context: [],
} as unknown as Metadata;

describe('the golden fixtures', () => {
  test('are locked, every one, and as they were locked: what was stored once is read for good', () => {
    expect(compare(folder)).toEqual({ missing: [], edited: [], unlocked: [] });
  });

  test('are of every shape ever stored, and of nothing else', () => {
    const names = readdirSync(folder).filter((name) => name !== 'lock.json');
    expect(names.toSorted()).toEqual(shapes.map(({ storedType }) => `${storedType}.json`).toSorted());
  });

  test.each(shapes.map((shape) => [shape.storedType, shape] as const))(
    '%s: whole, of its own shape, and read as the newest',
    (storedType, { codec, definition }) => {
      const data = fixture(storedType);
      expect(unseenFields(codec, [data])).toEqual([]);
      expect(excessKeys(codec, data)).toEqual([]);
      const read = registry.decode(storedType, data);
      expect(read).toMatchObject({ right: { type: definition.type } });
      expect(E.isRight(read) ? definition.faultsIn(read.right.data) : read).toEqual([]);
    },
  );

  test.each(eventDefinitions.map((definition) => [definition.type, definition] as const))(
    '%s: sealed, read back whole by those who may, and readable to the public',
    (type, { versions }) => {
      const storedType = versions.at(-1)?.storedType ?? type;
      const keys = memoryKeys();
      const place = { stream: 'commission-BEDS-2026-0007', revision: 0, previousChainHash: '0'.repeat(64) };
      const event = { type, data: fixture(storedType) };
      const stored = seal(registry, keys, event, '01935a6e-0000-7000-8000-000000000000', place, metadata);
      expect(registry.decode(storedType, stored.data)).toMatchObject({ right: { type } });
      expect(openData(registry, keys, stored, 'personal')).toEqual(event.data);
    },
  );
});

describe('the lock', () => {
  let scratch = '';
  const write = (name: string, text: string): void => writeFileSync(join(scratch, name), text);
  beforeEach(() => {
    scratch = mkdtempSync(join(tmpdir(), 'fixtures-'));
    write('A.json', '{}');
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  test('takes in what is new, once', () => {
    expect(compare(scratch)).toEqual({ missing: [], edited: [], unlocked: ['A.json'] });
    expect(lockNew(scratch)).toEqual(['A.json']);
    write('B.json', '{}');
    expect(lockNew(scratch)).toEqual(['B.json']);
    expect(lockNew(scratch)).toEqual([]);
    expect(compare(scratch)).toEqual({ missing: [], edited: [], unlocked: [] });
  });

  test('finds a fixture that was edited by a single space, and does not lock it again', () => {
    lockNew(scratch);
    write('A.json', '{ }');
    expect(compare(scratch)).toMatchObject({ edited: ['A.json'] });
    expect(() => lockNew(scratch)).toThrow('Edited: A.json');
    expect(compare(scratch)).toMatchObject({ edited: ['A.json'] });
  });

  test('finds a fixture that is gone, and does not forget it', () => {
    lockNew(scratch);
    rmSync(join(scratch, 'A.json'));
    expect(compare(scratch)).toMatchObject({ missing: ['A.json'] });
    expect(() => lockNew(scratch)).toThrow('Missing: A.json');
    expect(compare(scratch)).toMatchObject({ missing: ['A.json'] });
  });
});
