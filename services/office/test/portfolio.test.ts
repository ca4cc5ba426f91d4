import { bringIn, type BringInPorts, checkRows, type Row, rowsOf } from '@services/office';
import * as E from 'fp-ts/Either';
import { establish, logOf, officer } from '../../commands/test/support/world';
import { openOn, type OpenedOffice, temporaryFolder } from './support/office';

const folder = temporaryFolder();
let opened: OpenedOffice;
let ports: BringInPorts;

beforeAll(async () => {
  opened = await openOn(folder.path);
  await establish(opened);
  const { commands, references } = opened.office;
  ports = { commands, references, body: 'BEDS' as never, actor: officer };
});

afterAll(async () => {
  await opened.close();
  folder.remove();
});

const fields = (id: string, more: Record<string, string> = {}): Record<string, string> => ({
  id,
  title: `Service ${id}`,
  provider: 'Azalea',
  amount: '3,000',
  years: '2024-25',
  decidedOn: '2024-05-01',
  source: 'https://example.org/decisions',
  read: '2026-08-01',
  ...more,
});

const rows = (...all: ReadonlyArray<Record<string, string>>): ReadonlyArray<Row> =>
  all.map((each, index) => ({ line: index + 1, fields: each }));

const log = () => logOf(opened.office.events);

/** What is wrong with rows, of which nothing is recorded. */
const faultsOf = async (...all: ReadonlyArray<Record<string, string>>) => {
  const before = (await log()).length;
  const faults = await checkRows(ports, rows(...all));
  expect((await log()).length).toBe(before);
  return faults.map(({ line, field, rule }) => [line, field, rule]);
};

const funding = (id: string, more: Record<string, string> = {}): Record<string, string> => ({
  kind: 'funding',
  id,
  title: 'Victims grant',
  funder: 'Ministry of Justice',
  fundingStream: 'MoJ victims',
  years: '2024-25',
  amount: '68551.32',
  source: 'https://example.org/funding',
  read: '2026-08-01',
  ...more,
});

describe('a file', () => {
  it('of JSON is a list of rows, or holds one; sums and lists may stand as they are', () => {
    const row = { id: 'A', amount: 3000, years: ['2024-25', '2025-26'], note: null, more: '' };
    const read = E.right({
      rows: [{ line: 1, fields: { id: 'A', amount: '3000', years: '2024-25; 2025-26' } }],
      faults: [],
    });
    expect(rowsOf('a.json', JSON.stringify([row]))).toEqual(read);
    expect(rowsOf('a.json', JSON.stringify({ about: 'x', rows: [row] }))).toEqual(read);
  });

  it('of CSV has a heading, counts lines from it, and may have commas, quotes and lines in its fields', () => {
    const text = '\uFEFFid, title ,note\r\nA,One,"Said ""yes"",\nthen no"\r\n\r\nB,Two,\r\n';
    expect(rowsOf('a.csv', text)).toEqual(
      E.right({
        rows: [
          { line: 3, fields: { id: 'A', title: 'One', note: 'Said "yes",\nthen no' } },
          { line: 5, fields: { id: 'B', title: 'Two' } },
        ],
        faults: [],
      }),
    );
  });

  it.each([
    ['a.json', '{', 'it is not JSON'],
    ['a.json', '{"awards":[]}', 'it holds no list of rows'],
    ['a.json', '7', 'it holds no list of rows'],
    ['a.csv', 'id\n"A', 'it is not CSV'],
    ['a.csv', 'id,title\nA,One,more', 'it is not CSV'],
    ['a.xlsx', '', 'its name must end in .json or .csv'],
  ])('%s of %j is no portfolio', (name, text, reason) => {
    expect(rowsOf(name, text)).toEqual(
      E.left({ _tag: 'UnreadableFile', reason: expect.stringContaining(reason) as string }),
    );
  });

  it('of CSV with an unknown column says so once, of its header, and its rows are looked at all the same', () => {
    expect(rowsOf('a.csv', 'id,title,colour\nA,One,red\nB,Two,blue')).toEqual(
      E.right({
        rows: [
          { line: 2, fields: { id: 'A', title: 'One' } },
          { line: 3, fields: { id: 'B', title: 'Two' } },
        ],
        faults: [
          {
            line: 1,
            field: 'colour',
            rule: expect.stringContaining('known columns are: kind, id') as string,
            found: 'an unknown column',
          },
        ],
      }),
    );
  });

  it('of JSON may hold what is no row, and fields that are no text', () => {
    const read = rowsOf('a.json', JSON.stringify([7, { id: { deep: 1 } }, { id: 'A' }]));
    expect(read).toMatchObject({
      right: {
        rows: [{ line: 3 }],
        faults: [
          { line: 1, field: '' },
          { line: 2, field: 'id', found: '{"deep":1}' },
        ],
      },
    });
  });
});

describe('a row', () => {
  it('of an award says who, what for, where that was read and when', async () => {
    expect(await faultsOf({ kind: 'award' })).toEqual([
      [1, 'id', 'required: an id of its own for the row'],
      [1, 'read', 'required: the day on which the source was read'],
      [1, 'title', 'required: what the money is for'],
      [1, 'provider', 'required: who was awarded the money'],
      [1, 'source', 'required: where it was read, an http address'],
    ]);
  });

  it('of funding says who gave how much of which money for which one year', async () => {
    expect(await faultsOf({ kind: 'funding', years: '2024-25; 2025-26' })).toEqual([
      [1, 'id', 'required: an id of its own for the row'],
      [1, 'fundingStream', 'required: the name of the fund'],
      [1, 'years', 'funding belongs to one financial year'],
      [1, 'read', 'required: the day on which the source was read'],
      [1, 'title', 'required: what the funding is for'],
      [1, 'funder', 'required: who gave the money'],
      [1, 'source', 'required: where it was read, an http address'],
    ]);
  });

  it.each(['12,5', '12.5', '£', '-3', '1e3', '3.000', '0,125', 'three thousand'])(
    'has no sum of "%s"',
    async (amount) => {
      expect(await faultsOf(fields('A', { amount }))).toEqual([
        [
          1,
          'amount',
          'a sum in pounds is written like 3000, 3,000 or 68551.32; left empty when it is not known',
        ],
      ]);
    },
  );

  it.each([
    [{ decidedOn: '2031-05-01' }, 'decidedOn'],
    [{ starts: '2031-05-01', years: '' }, 'starts'],
    [{ read: '2031-05-01' }, 'read'],
    [{ read: '2031-05-01', decidedOn: '', years: '' }, 'read'],
    [{ ends: '2024-01-01', starts: '2024-02-01' }, 'ends'],
    [{ starts: '2024-05-01', ends: '2025-03-31', years: '2026-27' }, 'years'],
    [{ years: '2024' }, 'years'],
    [{ years: '2024-26' }, 'years'],
    [{ decidedOn: '1 May 2024' }, 'decidedOn'],
    [{ starts: '2024-02-30' }, 'starts'],
    [{ source: 'the archive' }, 'source'],
    [{ source: 'javascript:alert(1)' }, 'source'],
    [{ instrument: 'loan' }, 'instrument'],
    [{ agreement: 'maybe' }, 'agreement'],
    [{ kind: 'gift' }, 'kind'],
    [{ title: 'x'.repeat(301) }, 'title'],
    [{ title: 'Two\nlines' }, 'title'],
    [{ providerReference: 'azalea' }, 'providerReference'],
    [{ colour: 'blue' }, 'colour'],
  ] as ReadonlyArray<[Record<string, string>, string]>)('%j is a fault of %s', async (more, field) => {
    const faults = await faultsOf(fields('A', more));
    expect(faults.map(([line, at]) => [line, at])).toEqual([[1, field]]);
  });

  it('shares its id with no other of the file, nor the id its funding would get in its fund', async () => {
    expect(await faultsOf(fields('A'), fields('B'), fields('A', { title: 'Other' }), funding('A'))).toEqual([
      [3, 'id', 'each row has an id of its own; line 1 has it too'],
    ]);
    expect(await faultsOf(funding('F 1'), funding('f-1'), funding('f-1', { years: '2025-26' }))).toEqual([
      [2, 'id', 'each row has an id of its own; line 1 has it too'],
      [3, 'id', 'each row has an id of its own; line 2 has it too'],
    ]);
  });
});

describe('good rows', () => {
  const effective = async () =>
    new Map(
      (await log())
        .filter(({ metadata }) => metadata.commandId.startsWith('import:'))
        .map(({ stream, metadata: { effectiveAt } }) => [stream, effectiveAt]),
    );

  it('are recorded once, however their ids are written and however often they are brought in', async () => {
    const all = rows(
      fields('G 1'),
      fields('G_1'),
      fields('Gé'.repeat(80)),
      fields('Gé'.repeat(81)),
      funding('PCC/F/1'),
      funding('PCC/F/2', { amount: '' }),
    );
    expect(await checkRows(ports, all)).toEqual([]);
    expect(await bringIn(ports, all)).toEqual(E.right({ recorded: 6, already: 0 }));
    const before = await log();
    expect(await checkRows(ports, all)).toEqual([]);
    expect(await bringIn(ports, all)).toEqual(E.right({ recorded: 0, already: 6 }));
    expect(await log()).toEqual(before);
    expect(new Set(before.map(({ stream }) => stream))).toContain('fund-BEDS-moj-victims-2024-25');
  });

  it('brought in before say what they said then', async () => {
    expect(await faultsOf(fields('G 1', { title: 'Changed' }))).toEqual([
      [
        1,
        'id',
        'a row that was brought in before says what it said then; what is recorded is not overwritten',
      ],
    ]);
  });

  it('take effect on the day of decision, else on their first day, and no later than their source was read', async () => {
    const { decidedOn: _none, ...undated } = fields('none');
    const all = rows(
      fields('H-1', { decidedOn: '2023-02-01', starts: '2023-04-01', years: '' }),
      { ...undated, id: 'H-2', starts: '2023-04-02', years: '' },
      { ...undated, id: 'H-3', years: '2022-23' },
      { ...undated, id: 'H-4', years: '2027-28' },
      { ...undated, id: 'H-5', years: '' },
    );
    expect(await checkRows(ports, all)).toEqual([]);
    expect(await bringIn(ports, all)).toMatchObject({ right: { recorded: 5 } });
    const found = await effective();
    expect(
      ['2023-0001', '2023-0002', '2022-0001', '2026-0001', '2026-0002'].map((each) =>
        found.get(`commission-BEDS-${each}`),
      ),
    ).toEqual([
      '2023-02-01T00:00:00.000Z',
      '2023-04-01T23:00:00.000Z',
      '2022-03-31T23:00:00.000Z',
      '2026-07-31T23:00:00.000Z',
      '2026-07-31T23:00:00.000Z',
    ]);
  });

  it('that are cut short are gone on with by the same file', async () => {
    const all = rows(fields('K-1'), fields('K-2'), fields('K-3'));
    let calls = 0;
    const failing: BringInPorts = {
      ...ports,
      commands: {
        ...ports.commands,
        execute: (request) => async () => {
          calls += 1;
          return calls === 2
            ? E.left({ _tag: 'StoreUnavailable', engine: 'sqlite', operation: 'append', reason: 'disk full' })
            : ports.commands.execute(request)();
        },
      },
    };
    expect(await bringIn(failing, all)).toEqual(
      E.left({
        _tag: 'Interrupted',
        done: 1,
        reason: expect.stringMatching(/^line 2: The record cannot be reached at the moment\./) as string,
      }),
    );
    expect(await bringIn(ports, all)).toEqual(E.right({ recorded: 2, already: 1 }));
  });
});
