import { type DocumentStore } from '@commissioning/document-store';
import { openMemoryDocumentStore } from '@commissioning/document-store/memory';
import { bedfordshireBody, bedfordshireRules } from '@commissioning/domain';
import type { EventStore } from '@commissioning/event-store';
import { openMemoryEventStore } from '@commissioning/event-store/memory';
import type { Actor, AggregateKind, CommandId, Instant, Role } from '@commissioning/kernel';
import { type KeyStore, memoryKeys, type RecordedEvent } from '@commissioning/record';
import {
  type Clock,
  type CommandFailure,
  type CommandOutcome,
  type CommandRequest,
  type Commands,
  commandsOf,
  drivenClock,
  type References,
  referencesOf,
} from '@services/commands';
import * as E from 'fp-ts/Either';

const person = (id: string, role: Role): Actor => ({ id, role }) as Actor;

export const administrator = person('admin-1', 'administrator');
export const officer = person('officer-1', 'commissioning-officer');
export const colleague = person('officer-2', 'commissioning-officer');
export const approver = person('commissioner', 'approver');
export const finance = person('finance-1', 'finance');
const assessors = [person('assessor-1', 'panel-member'), person('assessor-2', 'panel-member')] as const;
export const bidder = person('bidder-anne', 'provider');

/** The stores a system lives on; processes come and go over them. */
export interface Stores {
  readonly events: EventStore;
  readonly documents: DocumentStore;
  readonly keys: KeyStore;
}

export const freshStores = (): Stores => ({
  events: openMemoryEventStore(),
  documents: openMemoryDocumentStore(),
  keys: memoryKeys(),
});

type Asked = Partial<Pick<CommandRequest, 'revision' | 'effectiveAt' | 'correlationId' | 'causationId'>> & {
  readonly commandId?: string;
};

/** One process over the stores, on a clock that is set by hand. */
export interface Process extends Stores {
  readonly commands: Commands;
  readonly references: References;
  readonly setClock: (now: string) => void;
  readonly request: (
    actor: Actor,
    kind: AggregateKind,
    id: string,
    action: string,
    command: unknown,
    asked?: Asked,
  ) => CommandRequest;
  /** What came of a command. */
  readonly ask: (...of: Parameters<Process['request']>) => Promise<E.Either<CommandFailure, CommandOutcome>>;
  /** What was recorded; anything else fails the test. */
  readonly done: (...of: Parameters<Process['request']>) => Promise<CommandOutcome>;
  /** Why it was not carried out; success fails the test. */
  readonly failed: (...of: Parameters<Process['request']>) => Promise<CommandFailure>;
}

let ids = 0;
/** Ids that sort by the time they were made, as the service's own do. */
const newId = (): string => {
  ids += 1;
  return `00000000-0000-7000-8000-${ids.toString(16).padStart(12, '0')}`;
};

let asked = 0;
export const freshCommandId = (): string => {
  asked += 1;
  return `command-${asked}`;
};

export const processOver = (
  stores: Stores,
  start = '2026-09-01T09:00:00.000Z',
  clockOf: (now: () => Instant) => Clock = drivenClock,
): Process => {
  let now = start;
  const commands = commandsOf({ ...stores, clock: clockOf(() => now as Instant), newId });
  const request: Process['request'] = (actor, kind, id, action, command, given = {}) => {
    const { commandId = freshCommandId(), ...rest } = given;
    return { kind, id, action, command, actor, commandId: commandId as CommandId, ...rest };
  };
  const ask: Process['ask'] = (...of) => commands.execute(request(...of))();
  return {
    ...stores,
    commands,
    references: referencesOf(stores.events),
    setClock: (at) => {
      now = at;
    },
    request,
    ask,
    done: async (...of) => {
      const outcome = await ask(...of);
      if (E.isLeft(outcome)) throw new Error(`${of[3]} failed: ${JSON.stringify(outcome.left)}`);
      return outcome.right;
    },
    failed: async (...of) => {
      const outcome = await ask(...of);
      if (E.isRight(outcome)) throw new Error(`${of[3]} was done: ${JSON.stringify(outcome.right)}`);
      return outcome.left;
    },
  };
};

export const fund = 'BEDS-community-safety-2026-27';
export const theme = 'Sports-based early intervention';

/** The body with its rules, and a fund of the year with so much in it. */
export const establish = async ({ done }: Pick<Process, 'done'>, budget = 10_000_000): Promise<void> => {
  await done(administrator, 'rulebook', 'BEDS', 'establish-body', bedfordshireBody);
  for (const rules of bedfordshireRules) await done(administrator, 'rulebook', 'BEDS', 'adopt-rules', rules);
  const decision = 'BEDS-PCC24-0900';
  await done(finance, 'fund', fund, 'open-fund', { stream: 'community-safety', themes: [theme] });
  await done(approver, 'decision', decision, 'take-decision', {
    title: 'Community Safety Fund',
    delegation: 'commissioner',
    background: 'Part of the medium-term financial plan.',
    reasons: 'Affordable.',
    advice: [],
    interests: [],
    authorises: [{ act: 'accept-funding', fund, amount: { pence: budget, vat: 'outside' } }],
  });
  await done(officer, 'decision', decision, 'publish-decision', {
    channel: 'website',
    reference: 'Decision 900',
    withheld: [],
  });
  await done(finance, 'fund', fund, 'accept-funding', {
    tranche: 'annual',
    amount: budget,
    conditions: [],
    decision,
  });
};

export const need = {
  title: 'Activities for young people',
  summary: 'Nowhere to go after six.',
  objectives: ['prevention'],
  themes: [theme],
  areas: ['Luton'],
};

/** A need with somebody's evidence beside it. */
export const evidence = (id: string, kind = 'quantitative') => ({
  evidence: id,
  kind,
  contributor: 'Youth forum',
  source: 'Notes of March',
  finding: 'Somewhere warm, cheap and near.',
});

export const closes = '2026-10-16T11:00:00.000Z';
const sum = (pence: number) => ({ pence, vat: 'outside' });

/** Takes a grant round up to the moment at which bids can come in, its panel appointed. */
export const publishRound = async (
  process: Pick<Process, 'done'>,
  commission: string,
  envelope = 1_000_000,
  openingKeys?: object,
): Promise<void> => {
  const here = (actor: Actor, action: string, command: unknown) =>
    process.done(actor, 'commission', commission, action, command);
  await here(officer, 'identify-need', need);
  await here(officer, 'add-evidence', evidence('incidents'));
  await here(officer, 'add-evidence', evidence('voices', 'qualitative'));
  await here(officer, 'assess-need', {
    demand: 'Four thousand young people.',
    gaps: 'Two of five towns have nothing.',
    equalityImpact: 'Girls are reached least.',
    conclusion: 'commission',
  });
  await here(officer, 'hold-consultation', {
    consultation: 'spring',
    consulted: ['partners'],
    from: '2026-03-02',
    to: '2026-04-30',
    findings: 'Small sums to many.',
  });
  await here(officer, 'choose-instrument', {
    instrument: 'grant',
    legalPower: 'crime-and-disorder-reduction-grant',
    reason: 'The groups decide what they offer.',
  });
  await here(officer, 'choose-route', {
    profile: 'grant-round',
    value: sum(envelope),
    estimate: 'Two grants.',
    regime: 'grant',
  });
  await here(officer, 'allocate-funding', { allocation: 'round', fund, amount: envelope, theme });
  await here(officer, 'assess-conflicts', { finding: 'None.', mitigations: [] });
  await here(officer, 'declare-interests', { stage: 'general', interests: [] });
  if (openingKeys !== undefined) await here(officer, 'set-opening-keys', openingKeys);
  await here(officer, 'publish-spec', {
    title: 'Grants for youth activities',
    need: 'Somewhere to go and someone to trust.',
    outcomes: [{ id: 'belonging', outcome: 'Young people feel they belong.' }],
    term: { starts: '2026-12-01', ends: '2027-03-31' },
    lots: [
      {
        id: 'main',
        title: 'Youth activities',
        envelope: sum(envelope),
        maximumAward: sum(500_000),
        maximumAwards: 2,
      },
    ],
    criteria: [
      { id: 'quality', title: 'Gain', category: 'quality', weight: 60, scoredBy: 'panel' },
      { id: 'value', title: 'Value', category: 'value', weight: 25, scoredBy: 'panel' },
      { id: 'social', title: 'Social value', category: 'social-value', weight: 15, scoredBy: 'panel' },
    ],
    scale: {
      minimum: 0,
      maximum: 4,
      descriptors: [
        { score: 0, meaning: 'No answer.' },
        { score: 1, meaning: 'In part.' },
        { score: 2, meaning: 'In most parts.' },
        { score: 3, meaning: 'In full.' },
        { score: 4, meaning: 'In full and more.' },
      ],
    },
    priceMethod: 'not-scored',
    tieBreak: ['higher-quality', 'higher-social-value', 'lower-price'],
    invitationToInnovate: 'What would you try?',
    opens: '2026-09-01T09:00:00.000Z',
    closes,
    clarificationsUntil: '2026-10-02T16:00:00.000Z',
    channels: ['website'],
  });
  await here(officer, 'appoint-panel', {
    members: assessors.map(({ id }, index) => ({
      actor: id,
      role: 'Assessor',
      independent: index === 1,
      part: 'assessor',
    })),
  });
  for (const assessor of assessors)
    await here(assessor, 'declare-interests', { stage: 'general', interests: [] });
};

/** A bid as a bidder hands it in. */
export const handedIn = (bid: string, provider: string, pence: number, promise = 'Every Friday') => ({
  bid,
  via: 'here',
  contents: {
    bidder: { provider, name: `The club of ${provider}` },
    offers: [{ lot: 'main', price: sum(pence) }],
    promises: [{ id: 'fridays', promise }],
  },
});

/** Everything in the log. */
export const logOf = async (events: EventStore): Promise<ReadonlyArray<RecordedEvent>> => {
  const all: Array<RecordedEvent> = [];
  for await (const page of events.readAll()) all.push(...page);
  return all;
};

export const streamOf = async (events: EventStore, stream: string): Promise<ReadonlyArray<RecordedEvent>> =>
  (await logOf(events)).filter((event) => event.stream === stream);
