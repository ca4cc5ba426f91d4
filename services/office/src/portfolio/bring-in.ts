import type { Actor, BodyId, CommandId } from '@commissioning/kernel';
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
import { type Entry, entryOf, type Row, type RowFault, rowFaultOf } from './row';

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

/** A row brought in again has the same command id, so it is recorded once however often the file is brought in. */
const commandIdOf = (body: BodyId, { kind, key }: Entry): CommandId =>
  `import:${body}:${kind}:${key}`.replaceAll(/[^A-Za-z0-9:._-]/g, '_').slice(0, 128) as CommandId;

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

const faultsFrom = (line: number, failure: CommandFailure): ReadonlyArray<RowFault> => {
  if (failure._tag === 'Refused') {
    const { rule, field = '', facts } = failure.refusal;
    return [
      { line, field: field.slice(1), rule: `${rule.sentence} [${rule.id}]`, found: JSON.stringify(facts) },
    ];
  }
  if (failure._tag === 'Malformed') return failure.faults.map((fault) => rowFaultOf(line, fault));
  const { title, detail } = problemOf(failure);
  return [{ line, field: '', rule: title, found: detail ?? '' }];
};

const repeatedKeys = (entries: ReadonlyArray<Entry>): ReadonlyArray<RowFault> => {
  const firstLine = new Map<string, number>();
  return entries.flatMap(({ kind, key, line }) => {
    const first = firstLine.get(`${kind}:${key}`);
    if (first === undefined) firstLine.set(`${kind}:${key}`, line);
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
    if (E.isLeft(outcome)) faults.push(...faultsFrom(entry.line, outcome.left));
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
      const [fault] = faultsFrom(row.line, outcome.left);
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
