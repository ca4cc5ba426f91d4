import {
  type BodyId,
  type CommandId,
  Count,
  defineEvent,
  type EventDefinition,
  type EventOf,
  type Instant,
  instantOf,
  type JsonObject,
  Line,
  type Metadata,
  official,
  type Registry,
  registryOf,
  struct,
} from '@commissioning/kernel';
import { memoryKeys, seal, startOfChain, type StoredEvent } from '@commissioning/record';
import type { Projection } from '@commissioning/projecting';
import * as t from 'io-ts';

/** A small ledger of lines under funds, with everything in it that a runner of projections can stumble over. */
const lineAdded = defineEvent({
  type: 'LineAdded',
  aggregate: 'fund',
  phase: 'fund',
  says: 'A line was added to a fund.',
  data: struct({ line: Line, fund: Line, amount: Count }, { note: official(Line) }),
});
const lineChanged = defineEvent({
  type: 'LineChanged',
  aggregate: 'fund',
  phase: 'fund',
  says: 'A line has another amount.',
  data: struct({ line: Line, fund: Line, amount: Count }, {}),
});
const lineRemoved = defineEvent({
  type: 'LineRemoved',
  aggregate: 'fund',
  phase: 'fund',
  says: 'A line was removed.',
  data: struct({ line: Line, fund: Line }, {}),
});
const fundRenamed = defineEvent({
  type: 'FundRenamed',
  aggregate: 'fund',
  phase: 'fund',
  says: 'A fund has another name.',
  data: struct({ fund: Line, name: Line }, {}),
});
const nothingHappened = defineEvent({
  type: 'NothingHappened',
  aggregate: 'fund',
  phase: 'fund',
  says: 'Of no interest to anybody.',
  data: struct({ number: Count }, {}),
});
/** What a later version of the program writes in place of `FundRenamed`. */
const fundRenamedLater = defineEvent({
  type: 'FundRenamed',
  aggregate: 'fund',
  phase: 'fund',
  says: 'A fund has another name.',
  data: struct({ fund: Line, title: Line }, {}),
  earlier: [
    {
      codec: t.type({ fund: Line, name: Line }),
      upcast: ({ fund, name }: { fund: string; name: string }) => ({ fund, title: name }),
    },
  ],
});

const others = [lineAdded, lineChanged, lineRemoved, nothingHappened];

const registryWith = (renamed: typeof fundRenamed | typeof fundRenamedLater): Registry =>
  registryOf([...others, renamed] as unknown as ReadonlyArray<EventDefinition>);

export const registry = registryWith(fundRenamed);
export const laterRegistry = registryWith(fundRenamedLater);

type LedgerEvent =
  | EventOf<typeof lineAdded>
  | EventOf<typeof lineChanged>
  | EventOf<typeof lineRemoved>
  | EventOf<typeof fundRenamed>;

/** What a test says happens: an event of the ledger, and when it took effect where that is another time. */
export interface Happening {
  readonly stream: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly effectiveAt?: Instant;
}

/** The amount that no projection can take until it has been mended. */
export const poison = 666;

const changeLine = (event: LedgerEvent, document: JsonObject | undefined): JsonObject | undefined => {
  switch (event.type) {
    case 'LineAdded':
      return { fund: event.data.fund, amount: event.data.amount, note: event.data.note ?? 'none' };
    case 'LineChanged':
      return document === undefined ? undefined : { ...document, amount: event.data.amount };
    case 'LineRemoved':
      return undefined;
    case 'FundRenamed':
      return document;
  }
};

const withTotal = (fund: JsonObject, by: number, lines: number): JsonObject => ({
  ...fund,
  total: Number(fund['total'] ?? 0) + by,
  lines: Number(fund['lines'] ?? 0) + lines,
});

const changeFund = (event: LedgerEvent, document: JsonObject, before: number | undefined): JsonObject => {
  switch (event.type) {
    case 'LineAdded':
      return {
        ...withTotal(document, event.data.amount - (before ?? 0), before === undefined ? 1 : 0),
        last: { line: event.data.line, amount: event.data.amount },
      };
    case 'LineChanged':
      return before === undefined ? document : withTotal(document, event.data.amount - before, 0);
    case 'LineRemoved':
      return before === undefined ? document : withTotal(document, -before, -1);
    case 'FundRenamed':
      return { ...document, name: { text: 'name' in event.data ? event.data.name : event.data } };
  }
};

/**
 * Lines with their past, and funds with totals that need the line as it was. Nothing but the amount `poison` fails,
 * and that only while `mended` says so.
 */
export const ledger = (version = 1, mended: () => boolean = () => true): Projection<LedgerEvent> => ({
  name: 'ledger',
  version,
  sees: 'official',
  collections: [
    { name: 'lines', fields: ['fund', 'amount'], indexes: [['fund']], temporal: true },
    { name: 'funds', fields: ['total'], indexes: [], temporal: false },
  ],
  handles: ['LineAdded', 'LineChanged', 'LineRemoved', 'FundRenamed'],
  keys: ({ data, type }) => [
    { collection: 'funds', id: data.fund },
    ...(type === 'FundRenamed' ? [] : [{ collection: 'lines', id: data.line }]),
  ],
  reads: ({ data, type }) => (type === 'FundRenamed' ? [] : [{ collection: 'lines', id: data.line }]),
  project: (event, { collection }, document, lookup) => {
    if ('amount' in event.data && event.data.amount === poison && !mended()) throw new Error('poison');
    if (collection === 'lines') return changeLine(event, document);
    const line = 'line' in event.data ? lookup({ collection: 'lines', id: event.data.line }) : undefined;
    const before = line === undefined ? undefined : Number(line['amount']);
    return changeFund(event, document ?? { version }, before);
  },
  totals: [
    {
      collection: 'funds',
      pointer: '/total',
      lines: {
        collection: 'lines',
        where: ({ id }) => [{ field: 'fund', is: id }],
        pointer: '/amount',
      },
    },
  ],
});

/** Of each stream the public part of its last line. */
export const latest = (version = 1): Projection<EventOf<typeof lineAdded>> => ({
  name: 'latest',
  version,
  sees: 'public',
  collections: [{ name: 'streams', fields: [], indexes: [], temporal: false }],
  handles: ['LineAdded'],
  keys: ({ stream }) => [{ collection: 'streams', id: stream }],
  project: ({ data, revision }) => ({ data: data as unknown as JsonObject, revision }),
});

export const keys = memoryKeys(new Uint8Array(32).fill(7));

const epoch = Date.UTC(2026, 0, 1);

/** The moment that the n-th event of a test is recorded at. */
export const moment = (number: number): Instant => instantOf(epoch + number * 1_000);

/** The n-th event of a test, as it is stored at a revision of its stream. */
export const stored = (
  { stream, type, data, effectiveAt }: Happening,
  number: number,
  revision: number,
  writer = registry,
): StoredEvent => {
  const metadata: Metadata = {
    body: 'BEDS' as BodyId,
    actor: { id: 'finance-1' as Metadata['actor']['id'], role: 'finance' },
    recordedAt: moment(number),
    commandId: `command-${number}` as CommandId,
    requestHash: '0'.repeat(64),
    correlationId: `command-${number}`,
    ruleBookVersion: 1,
    context: [],
    ...(effectiveAt === undefined ? {} : { effectiveAt }),
  };
  const id = `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const place = { stream, revision, previousChainHash: startOfChain };
  return seal(writer, keys, { type, data }, id, place, metadata);
};
