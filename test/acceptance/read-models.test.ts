import { eventDefinitions } from '@commissioning/domain';
import { type DomainEvent, faultFinder, type JsonObject, parseStreamName } from '@commissioning/kernel';
import type { AnyProjection } from '@commissioning/projecting';
import type { Query, ReadStore, Stored } from '@commissioning/read-store';
import { commissionFile, commissionsPage, partsOfFile } from '@projections/commission-file';
import { DecisionDocument, decisionLog, decisionsPage } from '@projections/decision-log';
import { funds, fundsOf, linesBehindTotal, totalsOfFunds } from '@projections/funds';
import {
  integrationEvents,
  integrationEventsModel,
  releasedAfter,
  ReleasedEvent,
  WithheldParts,
} from '@projections/integration-events';
import {
  AmendmentDocument,
  ClarificationDocument,
  ConsultationDocument,
  NoticeDocument,
  ofOpportunity,
  opportunities,
  opportunitiesPage,
  OpportunityDocument,
  opportunityStandings,
  ResultDocument,
} from '@projections/opportunities';
import {
  AwardDocument as PerformedAward,
  partsOfAwards,
  performance,
  performancePage,
  PlanDocument,
  publicPerformance,
  ReturnDocument,
} from '@projections/performance';
import { ofOneProvider, paymentsUnder, providerRecord } from '@projections/provider-record';
import {
  BodyDocument,
  CommissionDocument,
  EntryDocument,
  ofCommission,
  PaymentDocument,
  publicRegister,
  registerOrders,
  registerPage,
  StepDocument,
  WithholdingDocument,
} from '@projections/public-register';
import { promises, promisesPage } from '@projections/promises';
import {
  awardsOfBody,
  factsOfCommission,
  factsOfProvider,
  ofBody,
  redFlags,
  subjectsPage,
} from '@projections/red-flags';
import { registerEntries, registerNames, registers } from '@projections/registers';
import {
  EntryDocument as SpecifiedEntry,
  listPage,
  ListName,
  specifiedInformation,
} from '@projections/specified-information';
import { internalFeed } from '@services/feeds';
import { pages, readRoutes } from '@services/queries';
import fc from 'fast-check';
import fastify from 'fastify';
import { type Canary, canariesIn, canaryMaker, randomFrom } from '../support/canaries';
import {
  bare,
  event,
  fixtureOf,
  folded,
  like,
  momentOf,
  noon,
  opened,
  right,
  type Telling,
  type World,
  worldOf,
} from '../support/read-models';

jest.setTimeout(30_000);

/** What any public route may reach, and of what shape it is. */
const publicDocuments = {
  'public-register': {
    entries: EntryDocument,
    bodies: BodyDocument,
    commissions: CommissionDocument,
    steps: StepDocument,
    payments: PaymentDocument,
    withholdings: WithholdingDocument,
  },
  'decision-log': { decisions: DecisionDocument },
  opportunities: {
    opportunities: OpportunityDocument,
    consultations: ConsultationDocument,
    clarifications: ClarificationDocument,
    amendments: AmendmentDocument,
    notices: NoticeDocument,
    results: ResultDocument,
  },
  'integration-events': { outbox: ReleasedEvent, withheld: WithheldParts },
  'specified-information': { entries: SpecifiedEntry },
  'public-performance': { awards: PerformedAward, plans: PlanDocument, returns: ReturnDocument },
};
const publicModels: ReadonlyArray<AnyProjection> = [
  publicRegister,
  decisionLog,
  opportunities,
  integrationEventsModel,
  specifiedInformation,
  publicPerformance,
];

const isPublic = (name: string): boolean => !/^pending(-\w+)?:/.test(name);

const definitionOf = (type: string) => {
  const found = eventDefinitions.find((definition) => definition.type === type);
  if (found === undefined) throw new Error(`There is no event ${type}`);
  return found;
};

const commissions = ['BEDS-2026-0001', 'BEDS-2026-0002'] as const;
const decisions = ['BEDS-PCC24-0040', 'BEDS-PCC24-0041'] as const;
const awards = ['award-one', 'award-two', 'award-three'] as const;

/** An event among others, and what stands in it that is not public, or not yet. */
interface Watched extends Telling {
  readonly canaries: ReadonlyArray<Canary>;
}

/** Which stream an event of a type stands in: a publication in either of two kinds. */
const streamOf = (type: string, random: (below: number) => number): string => {
  const { aggregate } = definitionOf(type);
  const published = type === 'DecisionPublished' && random(3) > 0;
  switch (published ? 'commission' : aggregate) {
    case 'commission':
      return `commission-${commissions[random(2)] ?? ''}`;
    case 'decision':
      return `decision-${decisions[random(2)] ?? ''}`;
    case 'fund':
      return 'fund-BEDS-victims-2026-27';
    case 'provider':
      return `provider-BEDS-provider-${random(3)}`;
    case 'duties':
      return `duties-${commissions[random(2)] ?? ''}`;
    case 'access':
      return 'access-BEDS-2026-11-30';
    case 'clock':
      return 'clock-BEDS-2026';
    case 'refusals':
    case 'rulebook':
      return `${aggregate}-BEDS`;
  }
};

/** Data in which what belongs together is named alike: the awards of a commission, the decision of a stream. */
const joinedUp = (
  stream: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
  random: (below: number) => number,
): object => {
  const own = parseStreamName(stream)?.id ?? '';
  const decision = stream.startsWith('decision-') ? own : decisions[random(2)];
  return {
    ...data,
    ...('award' in data && { award: type === 'PriorAwardRecorded' ? 'prior' : awards[random(3)] }),
    ...('decision' in data && type !== 'PriorFundingRecorded' && { decision }),
    ...('reference' in data && ['NeedIdentified', 'PriorAwardRecorded'].includes(type) && { reference: own }),
    ...(type === 'FundOpened' && { fund: own }),
    ...(type === 'DecisionPublished' && {
      withheld: [],
      awards: awards.filter(() => random(2) === 0),
    }),
  };
};

/** Types the public models take notice of come more often, so that much of it becomes public. */
const handled: ReadonlyArray<string> = [...new Set<string>(publicModels.flatMap(({ handles }) => handles))];
const types = eventDefinitions.map(({ type }) => type);

/** The way from a need to a published award: drawn more often, or a short history would hardly ever come to its end. */
const wayToTheRegister = [
  'NeedIdentified',
  'SpecPublished',
  'GrantAwarded',
  'ContractAwarded',
  'NoAwardMade',
  'DecisionTaken',
  'DecisionPublished',
  'AgreementSigned',
];

const historyOf = (seed: number, length: number): ReadonlyArray<Watched> => {
  const random = randomFrom(seed);
  const make = canaryMaker(random);
  return Array.from({ length }, (): Watched => {
    const from = [types, wayToTheRegister, handled, handled][random(4)] ?? handled;
    const type = from[random(from.length)] ?? '';
    const stream = streamOf(type, random);
    const definition = definitionOf(type);
    const { data, canaries } = make(definition.codec, fixtureOf(type));
    const joined = joinedUp(stream, type, data as Readonly<Record<string, unknown>>, random);
    const text = JSON.stringify(joined).toLowerCase();
    return {
      stream,
      event: event(type, joined),
      canaries: canaries.filter(({ token }) => text.includes(token)),
    };
  });
};

interface Published {
  readonly decision: string;
  readonly awards?: ReadonlyArray<string>;
}

/** Whether what an event holds back has been released, by what was recorded for the same matter. */
const isReleased = (
  { stream, event: { type, data } }: Telling,
  by: ReadonlyArray<string>,
  at: number,
  history: ReadonlyArray<Telling>,
): boolean => {
  const own = data as { readonly award?: string; readonly decision?: string };
  const sameMatter = history.filter((each) => each.stream === stream && by.includes(each.event.type));
  const later = history.filter((each, index) => index > at && sameMatter.includes(each));
  const publications = (of: ReadonlyArray<Telling>): ReadonlyArray<Published> =>
    of.filter((each) => each.event.type === 'DecisionPublished').map((each) => each.event.data as Published);
  switch (type) {
    case 'GrantAwarded':
    case 'ContractAwarded':
      return publications(later).some((each) => each.awards?.includes(own.award ?? ''));
    case 'AgreementSigned':
      return publications(sameMatter).some((each) => each.awards?.includes(own.award ?? ''));
    case 'NoAwardMade':
      return publications(later).some((each) => each.decision === own.decision);
    case 'DecisionTaken':
      return later.length > 0;
    default:
      return sameMatter.length > 0;
  }
};

/** Whether a figure of a return is one that is published: its return was accepted, and its award is public. */
const isPublishedFigure = (
  model: AnyProjection,
  { stream, event: { type, data } }: Telling,
  { pointer }: Canary,
  at: number,
  history: ReadonlyArray<Telling>,
): boolean => {
  const figures = {
    KPIReturned: /^\/values\/\d+\/(value|outOf)$/,
    ReturnCorrected: /^\/measures\/values\/\d+\/(value|outOf)$/,
  }[type];
  if (model !== publicPerformance || figures === undefined) return false;
  const own = data as { readonly award: string; readonly period: string };
  const some = (
    of: string,
    holds: (data: typeof own & Published & { readonly kind?: string }) => boolean,
    from = 0,
  ) =>
    history
      .slice(from)
      .some((each) => each.stream === stream && each.event.type === of && holds(each.event.data as never));
  return (
    figures.test(pointer) &&
    some(
      'ReturnAccepted',
      (to) => to.award === own.award && to.period === own.period && to.kind === 'kpi',
      at,
    ) &&
    some('DecisionPublished', ({ awards: named = [] }) => named.includes(own.award))
  );
};

describe('what the public reads', () => {
  const seen = new Set<string>();
  const sound = new Map<string, ReturnType<typeof faultFinder>>(
    Object.entries(publicDocuments).flatMap(([model, collections]) =>
      Object.entries(collections).map(([name, codec]) => [`${model} ${name}`, faultFinder(codec)] as const),
    ),
  );

  const dataOf = new Map(integrationEvents.map(({ type, data }) => [type, faultFinder(data)]));
  const released = faultFinder(ReleasedEvent);
  sound.set('integration-events outbox', (document) => {
    const { type, data } = document as ReleasedEvent;
    return [...released(document), ...(dataOf.get(type)?.(data) ?? [{ pointer: type } as never])];
  });

  /** Lets one more event happen, and looks at every public document that it changed. */
  const mustHoldBack = (history: ReadonlyArray<Watched>): void => {
    const models = publicModels.map((model) => ({ model, ...folded(model) }));
    const happenings = models.map(({ model }) => opened(history, model.sees));
    const looked = new Set<JsonObject>();
    for (const [index] of history.entries()) {
      const soFar = history.slice(0, index + 1);
      const owners = new Map<string, Array<readonly [Watched, Canary, number]>>();
      soFar.forEach((each, at) =>
        each.canaries.forEach((canary) =>
          owners.set(canary.token, [...(owners.get(canary.token) ?? []), [each, canary, at]]),
        ),
      );
      for (const [which, { model, take, documents }] of models.entries()) {
        const happening = happenings[which]?.[index];
        if (happening !== undefined) take(happening);
        for (const [name, document] of documents) {
          if (!isPublic(name) || looked.has(document)) continue;
          looked.add(document);
          expect(sound.get(`${model.name} ${name.split(':')[0] ?? ''}`)?.(document)).toEqual([]);
          for (const token of canariesIn(JSON.stringify(document))) {
            const released = owners
              .get(token)
              ?.find(
                ([each, canary, at]) =>
                  (canary.fieldClass.kind === 'released' &&
                    isReleased(each, canary.fieldClass.by, at, soFar)) ||
                  isPublishedFigure(model, each, canary, at, soFar),
              );
            if (released === undefined)
              throw new Error(
                `${name} holds ${token} of ${
                  owners
                    .get(token)
                    ?.map(([each, { pointer }]) => each.event.type + pointer)
                    .join(', ') ?? 'nobody'
                } after event ${index}`,
              );
            seen.add(`${released[0].event.type}${released[1].pointer}`);
          }
        }
      }
    }
  };

  test('holds nothing that is not public, and nothing before the event that releases it', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => mustHoldBack(historyOf(seed, 60))),
      { numRuns: 60 },
    );
    // What is released does become public: the silence is not that of an empty register.
    const shown = [
      'NeedIdentified/title',
      'NeedIdentified/summary',
      'NeedsAssessed/demand',
      'DirectAwardAuthorised/evidence',
      'GrantAwarded/recipient/name',
      'GrantAwarded/amount/pence',
      'ContractAwarded/purpose',
      'ContractAwarded/term/starts',
      'AgreementSigned/term/ends',
      'NoAwardMade/reason',
      'CommissionClosed/summary',
      'DecisionTaken/reasons',
    ];
    expect(shown.filter((each) => !seen.has(each))).toEqual([]);
  });

  test('nor does the feed of what was recorded hold anything that is not public at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const world = worldOf();
        const history = historyOf(seed, 60);
        const hidden = new Set(history.flatMap(({ canaries }) => canaries.map(({ token }) => token)));
        expect(hidden.size).toBeGreaterThan(0);
        await world.tell(...history);
        const { items } = await right(
          internalFeed({ events: world.events, address: () => '' }).page(undefined, 100),
        );
        expect(items.length).toBeGreaterThan(20);
        // A commitment may look like one by chance.
        const found = [...canariesIn(JSON.stringify(items))].filter((token) => hidden.has(token));
        expect(found).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  /** What happens and is not public: events the public models pass by, and awards and decisions nobody published. */
  const quiet = (seed: number, length: number): ReadonlyArray<DomainEvent> => {
    const random = randomFrom(seed);
    const make = canaryMaker(random);
    const passedBy = types.filter(
      (type) => !handled.includes(type) && definitionOf(type).aggregate === 'commission',
    );
    const award = 'unpublished';
    const kept = [
      like('GrantAwarded', { award }),
      like('ContractAwarded', { award: 'unpublished-too' }),
      like('AgreementSigned', { award }),
      like('PaymentMade', { award }),
      like('PerformanceReviewed', { award }),
      like('NoAwardMade', { decision: 'BEDS-PCC24-0099' }),
    ];
    return Array.from({ length }, () => {
      const type = passedBy[random(passedBy.length)] ?? '';
      const made = (): DomainEvent => event(type, make(definitionOf(type).codec, fixtureOf(type)).data);
      return random(4) > 0 ? made() : (kept[random(kept.length)] ?? made());
    });
  };

  /** Everything public, its past included; positions say how many events there were, and so are not public. */
  const publicIn = async (world: World): Promise<unknown> => {
    const told = ({ id, body: { place: _place, ...body }, lineage, since }: Stored) => ({
      id,
      body,
      lineage,
      since: { recordedAt: since.recordedAt, effectiveAt: since.effectiveAt },
    });
    const found: Record<string, unknown> = {};
    for (const { name, collections } of publicModels) {
      const serving = await right(world.projecting.serving(name));
      for (const { name: collection, temporal } of collections) {
        if (collection === 'pending') continue;
        const documents = [...(await world.documents(name, collection)).values()];
        found[`${name} ${collection}`] = documents.map(told);
        if (!temporal) continue;
        for (const { id } of documents) {
          const versions = await right(world.reads.versions(serving.collection(collection), id));
          found[`${name} ${collection} ${id}`] = versions.map(told);
        }
      }
    }
    return found;
  };

  test('is the same to the letter, however many bids came in and whatever else is not public happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 40 }), async (seed, noise) => {
        const random = randomFrom(seed);
        const course = historyOf(seed, 40)
          .filter(({ event: { type } }) => handled.includes(type))
          .map(({ canaries: _watched, ...telling }, number) => ({
            ...telling,
            number,
            at: new Date(Date.UTC(2027, 0, 1, 0, number)).toISOString(),
          }));
        const beside: Array<Telling> = [...course];
        for (const [index, each] of quiet(seed, noise).entries()) {
          const at = random(beside.length + 1);
          const next = beside[at] ?? course.at(-1);
          beside.splice(at, 0, {
            stream: `commission-${commissions[random(2)] ?? ''}`,
            event: each,
            number: 1_000 + index,
            at: next?.at ?? noon('2027-01-01'),
          });
        }
        const [alone, among] = [worldOf(...publicModels), worldOf(...publicModels)];
        await alone.tell(...course);
        await among.tell(...beside);
        expect(await publicIn(among)).toEqual(await publicIn(alone));
      }),
      { numRuns: 20 },
    );
  });

  test('is found by no route in anything that waits, or that is for those who work on the matter', async () => {
    const world = worldOf(...publicModels, performance, providerRecord, commissionFile, funds);
    const reached = new Set<string>();
    const reads: ReadStore = {
      ...world.reads,
      get: (collection, ...more) => {
        reached.add(collection);
        return world.reads.get(collection, ...more);
      },
      find: (collection, ...more) => {
        reached.add(collection);
        return world.reads.find(collection, ...more);
      },
    };
    const [reference] = commissions;
    const stream = `commission-${reference}`;
    await world.tell(
      { stream, event: bare('NeedIdentified', ['predecessor'], { reference }) },
      { stream, event: like('ConsultationOpened', { consultation: 'winter' }) },
      { stream, event: like('SpecPublished') },
      { stream, event: like('GrantAwarded', { award: 'award-one' }) },
      { stream, event: like('DecisionPublished', { awards: ['award-one'] }) },
    );
    const app = fastify();
    const asked: Array<string> = [];
    app.addHook('onRoute', ({ method, url }) => {
      if (method === 'GET')
        asked.push(
          url
            .replace(':reference', reference)
            .replace(':consultation', 'winter')
            .replace(':list', 'spending')
            .replace(':id', 'BEDS-one'),
        );
    });
    const ports = { projecting: world.projecting, events: world.events, keys: world.keys, reads };
    const site = { name: 'Record', body: 'this body', demonstration: false };
    readRoutes(app, { ...ports, identify: () => undefined, now: () => momentOf(noon('2027-01-01')) });
    pages(app, { ...ports, identify: () => undefined, now: () => momentOf(noon('2027-01-01')), site });
    const answers = new Map<string, number>();
    for (const url of asked) answers.set(url, (await app.inject({ method: 'GET', url })).statusCode);
    await app.close();
    expect(answers.get(`/v1/register/${reference}`)).toBe(200);
    expect(answers.get(`/commissions/${reference}`)).toBe(200);
    expect(answers.get(`/v1/opportunities/${reference}`)).toBe(200);
    expect(answers.get(`/opportunities/${reference}`)).toBe(200);
    expect(answers.get(`/v1/consultations/${reference}/winter`)).toBe(200);
    expect(answers.get(`/consultations/${reference}/winter`)).toBe(200);
    expect(answers.get('/registers')).toBe(401);
    expect(answers.get('/contributions')).toBe(401);
    expect(answers.get('/v1/specified-information/spending')).toBe(200);
    expect(answers.get('/v1/performance')).toBe(200);
    expect(answers.get('/v1/promises')).toBe(200);
    expect(answers.get('/v1/red-flags')).toBe(401);
    expect(answers.get('/red-flags')).toBe(401);
    expect(answers.get('/v1/providers/BEDS-one')).toBe(401);
    expect(answers.get('/v1/funds')).toBe(401);
    expect(answers.get('/v1/contributions')).toBe(401);
    expect(answers.get('/v1/bodies')).toBe(200);
    const allowed = Object.entries(publicDocuments).flatMap(([model, collections]) =>
      Object.keys(collections).map((collection) => `${model}.${collection}`),
    );
    const whatever = (collection: string) => collection.replace(/\.v\d+\.g\d+\./, '.');
    expect([...reached].filter((collection) => !allowed.includes(whatever(collection)))).toEqual([]);
    expect(reached.size).toBeGreaterThan(3);
  });
});

describe('filled anew from the log', () => {
  const models: ReadonlyArray<AnyProjection> = [
    ...publicModels,
    performance,
    providerRecord,
    commissionFile,
    funds,
    registers,
    redFlags,
    promises,
  ];

  const everythingIn = async (world: World): Promise<ReadonlyMap<string, unknown>> => {
    const found = new Map<string, unknown>();
    for (const { name, collections } of models) {
      const serving = await right(world.projecting.serving(name));
      for (const { name: collection, temporal } of collections)
        for (const [id, document] of await world.documents(name, collection)) {
          found.set(`${name} ${collection} ${id}`, document);
          if (temporal)
            found.set(
              `${name} ${collection} ${id} ever`,
              await right(world.reads.versions(serving.collection(collection), id)),
            );
        }
    }
    return found;
  };

  test('every read model has the same documents, versions and lineage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const world = worldOf(...models);
        const history = historyOf(seed, 80);
        await world.tell(...history.slice(0, 30));
        await world.tell(...history.slice(30));
        const before = await everythingIn(world);
        expect(before.size).toBeGreaterThan(20);
        await right(world.projecting.rebuild());
        expect(await everythingIn(world)).toEqual(before);
      }),
      { numRuns: 10 },
    );
  });
});

describe('every question', () => {
  const moment = { asAt: momentOf(noon('2027-01-01')) };
  const questions: ReadonlyArray<readonly [AnyProjection, string, Query]> = [
    ...registerOrders.flatMap((order) =>
      [
        {},
        { year: '2026-27' },
        { origin: 'here' as const },
        { year: '2026-27', origin: 'before' as const },
      ].map(
        (more) =>
          [publicRegister, 'entries', registerPage({ order, limit: 10, at: moment, ...more })] as const,
      ),
    ),
    [publicRegister, 'entries', ofCommission('BEDS-2026-0001', [{ field: 'title' }], 10)],
    [publicRegister, 'steps', ofCommission('BEDS-2026-0001', [{ field: 'order' }], 10)],
    [decisionLog, 'decisions', decisionsPage(10, undefined, moment)],
    ...[...opportunityStandings, 'all' as const].flatMap((standing) =>
      [{}, { instrument: 'grant' }].map(
        (more) =>
          [
            opportunities,
            'opportunities',
            opportunitiesPage({ standing, now: moment.asAt, limit: 10, at: moment, ...more }),
          ] as const,
      ),
    ),
    ...Object.keys(ListName.keys).flatMap((list) =>
      [{}, { month: '2026-11' }, { quarter: '2026-27-Q3' }].map(
        (more) =>
          [
            specifiedInformation,
            'entries',
            listPage({ list: list as ListName, limit: 10, at: moment, ...more }),
          ] as const,
      ),
    ),
    ...[performance, publicPerformance].flatMap((model) =>
      [{}, { commission: 'BEDS-2026-0001' }, { provider: 'BEDS-one' }, { rating: 'good' }].map(
        (more) => [model, 'awards', performancePage({ limit: 10, at: moment, ...more })] as const,
      ),
    ),
    ...[performance, publicPerformance].flatMap((model) =>
      ['plans', 'returns'].map(
        (parts) => [model, parts, partsOfAwards(['BEDS-2026-0001/w1'], 10, moment)] as const,
      ),
    ),
    ...['checks', 'awards', 'payments', 'invoices'].map(
      (collection) => [providerRecord, collection, ofOneProvider('BEDS-one', 10, moment)] as const,
    ),
    [
      providerRecord,
      'payments',
      { where: paymentsUnder({ commission: 'BEDS-2026-0001', award: 'w1' } as never), limit: 10 },
    ],
    [integrationEventsModel, 'outbox', releasedAfter(undefined, 10)],
    [integrationEventsModel, 'outbox', releasedAfter('log:1/0000', 10)],
    [opportunities, 'results', ofOpportunity('BEDS-2026-0001', 10, moment)],
    [commissionFile, 'commissions', commissionsPage(10)],
    [commissionFile, 'commissions', commissionsPage(10, 'plan')],
    [commissionFile, 'parts', partsOfFile('BEDS-2026-0001', 10)],
    [funds, 'funds', fundsOf(undefined, 10, moment)],
    [funds, 'funds', fundsOf('2026-27', 10, moment)],
    ...registerNames.flatMap((name) =>
      [{}, { commission: 'BEDS-2026-0001' }].map(
        (more) => [registers, 'entries', registerEntries(name, { limit: 10, at: moment, ...more })] as const,
      ),
    ),
    ...[{}, { commission: 'BEDS-2026-0001' }, { provider: 'BEDS-one' }].map(
      (more) => [promises, 'awards', promisesPage({ limit: 10, at: moment, ...more })] as const,
    ),
    [redFlags, 'facts', factsOfCommission('BEDS-2026-0001', 10, moment)],
    [redFlags, 'facts', factsOfProvider('BEDS-one', 10, moment)],
    [redFlags, 'facts', awardsOfBody('BEDS', '2027-01-01' as never, 10, moment)],
    [redFlags, 'facts', ofBody('BEDS', 'book', 10, moment)],
    [redFlags, 'subjects', subjectsPage({ kinds: ['body', 'commission'], limit: 10 })],
    [redFlags, 'subjects', subjectsPage({ kinds: ['provider'], reference: 'BEDS-one', limit: 10 })],
    ...totalsOfFunds.flatMap((total) =>
      [undefined, 'Roads'].map(
        (theme) => [funds, 'lines', { where: linesBehindTotal('f', total, theme), limit: 10 }] as const,
      ),
    ),
  ];

  test.each(
    questions.map((each) => [`${each[0].name} ${each[1]} ${JSON.stringify(each[2])}`, ...each] as const),
  )(
    'asks by declared fields, with an index that leads to its answer: %s',
    async (_name, model, collection, query) => {
      const spec = model.collections.find(({ name }) => name === collection);
      const is = (query.where ?? [])
        .filter((condition) => 'is' in condition || 'in' in condition)
        .map(({ field }) => field);
      const sort = (query.sort ?? []).map(({ field }) => field).filter((field) => !is.includes(field));
      const leads = (fields: ReadonlyArray<string>) =>
        fields.length > 0 &&
        spec?.indexes.some((index) => fields.every((field) => index.slice(0, fields.length).includes(field)));
      expect(leads(is) || leads(sort)).toBe(true);
      const world = worldOf(model);
      await right(world.projecting.catchUp);
      const serving = await right(world.projecting.serving(model.name));
      expect(await world.reads.find(serving.collection(collection), query)()).toMatchObject({
        right: { documents: [] },
      });
    },
  );
});
