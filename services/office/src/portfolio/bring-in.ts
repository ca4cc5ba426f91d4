import { hash } from 'node:crypto';
import { type Actor, type BodyId, CommandId, type Refusal } from '@commissioning/kernel';
import {
  begin,
  type Beginning,
  type BeginPorts,
  checkBeginning,
  type CommandFailure,
  type CommandRequest,
  problemOf,
} from '@services/commands';
import * as E from 'fp-ts/Either';
import { columnOf, type Entry, entryOf, type Row, type RowFault, rowFaultOf } from './row';

export interface BringInPorts extends BeginPorts {
  readonly body: BodyId;
  readonly actor: Actor;
}

/** The engine failed on the way: what was brought in stays, and the same file goes on where it stopped. */
export interface Interrupted {
  readonly _tag: 'Interrupted';
  readonly done: number;
  readonly reason: string;
}

/** What came of a file: how many rows are recorded by it, and how many had been recorded before. */
export interface BroughtIn {
  readonly recorded: number;
  readonly already: number;
}

/**
 * A row brought in again has the same command id, so it is recorded once however often the file is brought in. A hash
 * stands for an id of the row's own that is no command id as it is.
 */
const commandIdOf = (body: BodyId, { kind, key }: Entry): CommandId => {
  const id = `import:${body}:${kind}:${key}`;
  return CommandId.is(id) ? id : (`import:${body}:${kind}:${hash('sha256', key)}` as CommandId);
};

/** What a row asks for, without where: that is settled for funding by its fund, for an award when it is begun. */
const beginningOf = ({ body, actor }: BringInPorts, entry: Entry): Beginning => ({
  action: entry.kind === 'funding' ? 'record-prior-funding' : 'record-prior-award',
  command: entry.command,
  commandId: commandIdOf(body, entry),
  actor,
  ...(entry.effectiveAt === undefined ? {} : { effectiveAt: entry.effectiveAt }),
});

const onFund = (ports: BringInPorts, entry: Entry): CommandRequest => ({
  ...beginningOf(ports, entry),
  kind: 'fund',
  id: `${ports.body}-${entry.fund ?? ''}`,
});

const inWords = (facts: Refusal['facts']): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

const faultsFrom = ({ line, key }: Entry, failure: CommandFailure): ReadonlyArray<RowFault> => {
  if (failure._tag === 'Refused') {
    const { rule, field = '', facts } = failure.refusal;
    return [{ line, field: columnOf(field), rule: `${rule.sentence} [${rule.id}]`, found: inWords(facts) }];
  }
  if (failure._tag === 'Malformed') return failure.faults.map((fault) => rowFaultOf(line, fault));
  if (failure._tag === 'CommandIdReused')
    return [
      {
        line,
        field: 'id',
        rule: 'a row that was brought in before says what it said then; what is recorded is not overwritten',
        found: `other contents under ${key}`,
      },
    ];
  const { title, detail } = problemOf(failure);
  return [{ line, field: '', rule: title, found: detail ?? '' }];
};

/** What no two rows of a file may share: their own ids, and the ids that funding gets in its fund. */
const namesOf = ({ kind, key, fund, command }: Entry): ReadonlyArray<string> => [
  `${kind} ${key}`,
  ...(fund === undefined ? [] : [`${fund} ${String(command['id'])}`]),
];

const repeatedKeys = (entries: ReadonlyArray<Entry>): ReadonlyArray<RowFault> => {
  const firstLine = new Map<string, number>();
  return entries.flatMap((entry) => {
    const { line, key } = entry;
    const first = namesOf(entry)
      .map((name) => firstLine.get(name))
      .find((before) => before !== undefined);
    for (const name of namesOf(entry)) if (!firstLine.has(name)) firstLine.set(name, line);
    return first === undefined
      ? []
      : [{ line, field: 'id', rule: `each row has an id of its own; line ${first} has it too`, found: key }];
  });
};

/**
 * Looks at every row and records nothing: everything that is wrong, by line. A file is brought in only when there is
 * nothing.
 */
export const checkRows = async (
  ports: BringInPorts,
  rows: ReadonlyArray<Row>,
): Promise<ReadonlyArray<RowFault>> => {
  const read = rows.map(entryOf);
  const faults = read.flatMap((each) => (E.isLeft(each) ? each.left : []));
  const entries = read.flatMap((each) => (E.isRight(each) ? [each.right] : []));
  faults.push(...repeatedKeys(entries));
  for (const entry of entries) {
    const outcome = await checked(ports, entry);
    if (E.isLeft(outcome)) faults.push(...faultsFrom(entry, outcome.left));
  }
  return faults.toSorted((one, other) => one.line - other.line);
};

const checked = (ports: BringInPorts, entry: Entry): Promise<E.Either<CommandFailure, unknown>> =>
  entry.kind === 'funding'
    ? ports.commands.check(onFund(ports, entry))()
    : checkBeginning(ports, ports.body, entry.year, beginningOf(ports, entry))();

const record = async (
  ports: BringInPorts,
  entry: Entry,
): Promise<E.Either<CommandFailure, 'recorded' | 'already'>> => {
  const outcome =
    entry.kind === 'funding'
      ? await ports.commands.execute(onFund(ports, entry))()
      : await begin(ports, ports.body, entry.year, beginningOf(ports, entry))();
  if (E.isLeft(outcome)) return outcome;
  return E.right(outcome.right.repeated || outcome.right.events.length === 0 ? 'already' : 'recorded');
};

/** Records rows that `checkRows` found nothing wrong with, telling after each how many are done. */
export const bringIn = async (
  ports: BringInPorts,
  rows: ReadonlyArray<Row>,
  onProgress: (done: number) => void = () => undefined,
): Promise<E.Either<Interrupted, BroughtIn>> => {
  const counts = { recorded: 0, already: 0 };
  for (const [index, row] of rows.entries()) {
    const entry = entryOf(row);
    if (E.isLeft(entry)) throw new Error(`Line ${row.line} was not checked`);
    const outcome = await record(ports, entry.right);
    if (E.isLeft(outcome)) {
      const [fault] = faultsFrom(entry.right, outcome.left);
      return E.left({
        _tag: 'Interrupted',
        done: index,
        reason: `line ${row.line}: ${fault?.rule ?? ''} ${fault?.found ?? ''}`.trim(),
      });
    }
    counts[outcome.right] += 1;
    onProgress(index + 1);
  }
  return E.right(counts);
};
