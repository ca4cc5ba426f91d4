import { type Identify, notSignedIn, type Problem, sendProblem, worksHere } from '@commissioning/http';
import {
  type CalendarDate,
  CommissionRef,
  type Instant,
  londonDateOf,
  ProviderRef,
} from '@commissioning/kernel';
import type { Moment, Query, Stored } from '@commissioning/read-store';
import {
  answersOf,
  awardsOfBody,
  bidsOfBody,
  type FactDocument,
  factsOf,
  factsOfCommission,
  factsOfProvider,
  type FlagAnswer,
  flags,
  type FlagStanding,
  flagStandings,
  ofBody,
  readsRedFlags,
  type SubjectDocument,
  type SubjectKind,
  subjectsPage,
  thresholds,
  unanswerable,
} from '@projections/red-flags';
import * as E from 'fp-ts/Either';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { barredByRole, nextLink, questionOf } from './answering';
import { type Asked, malformed, oneOf, type QueryString, single } from './asking';
import { all, page, type QueryPorts } from './read-model';

const projection = 'red-flags';

/** What red flags can be asked by. */
const redFlagParameters = ['flag', 'commission', 'provider', 'standing'];

/** Nothing for those who read red flags; for everybody else why not. */
export const barredFromRedFlags = (request: FastifyRequest, identify: Identify): Problem | undefined => {
  const actor = identify(request);
  if (actor === undefined) return notSignedIn;
  return worksHere(actor) && readsRedFlags(actor.role) ? undefined : barredByRole;
};

interface Sought {
  readonly flag: string | undefined;
  readonly commission: string | undefined;
  readonly provider: string | undefined;
  readonly standings: ReadonlyArray<FlagStanding>;
}

/** What is worth a look, unless another standing is asked for. */
const worthALook: ReadonlyArray<FlagStanding> = ['raised', 'explained'];

const soughtIn = (query: QueryString): E.Either<Problem, Sought> => {
  const flag = oneOf(
    query,
    'flag',
    flags.map(({ id }) => id),
  );
  if (E.isLeft(flag)) return flag;
  const commission = single(query, 'commission');
  if (E.isLeft(commission)) return commission;
  if (commission.right !== undefined && !CommissionRef.is(commission.right))
    return E.left(malformed('commission', 'a commission like BEDS-2026-0007', commission.right));
  const provider = single(query, 'provider');
  if (E.isLeft(provider)) return provider;
  if (provider.right !== undefined && !ProviderRef.is(provider.right))
    return E.left(malformed('provider', 'a provider like BEDS-azalea', provider.right));
  const standing = oneOf(query, 'standing', [...flagStandings, 'all'] as const);
  if (E.isLeft(standing)) return standing;
  const { right: asked } = standing;
  const standings = asked === undefined ? worthALook : asked === 'all' ? flagStandings : [asked];
  return E.right({ flag: flag.right, commission: commission.right, provider: provider.right, standings });
};

/** Some subjects, and where the next ones begin. */
interface Subjects {
  readonly subjects: ReadonlyArray<SubjectDocument>;
  readonly next: string | undefined;
}

const factIn = ({ body }: Stored): FactDocument => body as unknown as FactDocument;
const factsAtOnce = 500;

/** What flags say, page by page of the subjects that they are asked of. */
export interface RedFlagsFound {
  readonly items: ReadonlyArray<FlagAnswer & { readonly name: string }>;
  readonly next: string | undefined;
}

/** Whether an answer is about a provider, or at least about no other. */
const isOf = ({ about }: FlagAnswer, provider: string | undefined): boolean =>
  provider === undefined || about.provider === undefined || about.provider === provider;

const names = new Map(flags.map(({ id, name }) => [id, name]));

/** Works red flags out from their facts, for one page of subjects. */
export const redFlagsFrom = (options: QueryPorts) => {
  const read = async (query: Query): Promise<E.Either<Problem, ReadonlyArray<FactDocument>>> =>
    E.map((found: ReadonlyArray<Stored>) => found.map(factIn))(
      await all(options, projection, 'facts', query)(),
    );

  const queriesFor = (
    { subject, reference, body }: SubjectDocument,
    today: CalendarDate,
    at: Moment | undefined,
  ): ReadonlyArray<Query> => {
    switch (subject) {
      case 'body':
        return [
          awardsOfBody(body, today, factsAtOnce, at),
          bidsOfBody(body, today, factsAtOnce, at),
          ofBody(body, 'entry', factsAtOnce, at),
          ofBody(body, 'body-duty', factsAtOnce, at),
          ofBody(body, 'book', factsAtOnce, at),
        ];
      case 'commission':
        return [factsOfCommission(reference, factsAtOnce, at), ofBody(body, 'book', factsAtOnce, at)];
      case 'provider':
        return [factsOfProvider(reference, factsAtOnce, at)];
    }
  };

  const answersFor = async (
    subject: SubjectDocument,
    flag: string | undefined,
    now: Instant,
    at: Moment | undefined,
  ): Promise<E.Either<Problem, ReadonlyArray<FlagAnswer>>> => {
    const facts: Array<FactDocument> = [];
    for (const query of queriesFor(subject, londonDateOf(now), at)) {
      const found = await read(query);
      if (E.isLeft(found)) return found;
      facts.push(...found.right);
    }
    return E.right(answersOf(subject.subject, factsOf(subject.reference, facts, now), flag));
  };

  const subjectsFound = async (query: Query): Promise<E.Either<Problem, Subjects>> => {
    const found = await page(options, projection, 'subjects', query)();
    if (E.isLeft(found)) return found;
    const subjects = found.right.documents.map(({ body }) => body as unknown as SubjectDocument);
    return E.right({ subjects, next: found.right.next });
  };

  /** A provider and the commissions under which it has an award, in the order of their references. */
  const around = async (
    provider: string,
    { limit, cursor = '' }: Asked,
  ): Promise<E.Either<Problem, Subjects>> => {
    const itself = await subjectsFound(subjectsPage({ kinds: ['provider'], reference: provider, limit: 1 }));
    if (E.isLeft(itself)) return itself;
    const facts = await read(factsOfProvider(provider, factsAtOnce));
    if (E.isLeft(facts)) return facts;
    const commissions = facts.right.flatMap(({ kind, commission, body }) =>
      kind === 'award' && commission !== null && commission > cursor ? [{ commission, body }] : [],
    );
    const once = new Map(commissions.map((each) => [each.commission, each]));
    const inOrder = [...once.values()].toSorted((a, b) => (a.commission < b.commission ? -1 : 1));
    const here = inOrder
      .slice(0, limit)
      .map(({ commission: reference, body }) => ({ subject: 'commission' as const, reference, body }));
    return E.right({
      subjects: [...(cursor === '' ? itself.right.subjects : []), ...here],
      next: inOrder.length > limit ? here.at(-1)?.reference : undefined,
    });
  };

  const subjectsSought = (sought: Sought, asked: Asked): Promise<E.Either<Problem, Subjects>> => {
    const { flag, commission, provider } = sought;
    if (provider !== undefined) return around(provider, asked);
    const kind = flags.find(({ id }) => id === flag)?.of;
    const every: ReadonlyArray<SubjectKind> = ['body', 'commission', 'provider'];
    const kinds =
      commission === undefined ? (kind === undefined ? every : [kind]) : (['commission'] as const);
    const { limit, cursor } = asked;
    return subjectsFound(
      subjectsPage({
        kinds,
        limit,
        ...(commission === undefined ? {} : { reference: commission }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
  };

  return async (query: QueryString, asked: Asked): Promise<E.Either<Problem, RedFlagsFound>> => {
    const sought = soughtIn(query);
    if (E.isLeft(sought)) return sought;
    const { flag, provider, standings } = sought.right;
    const found = await subjectsSought(sought.right, asked);
    if (E.isLeft(found)) return found;
    const now = asked.at?.asAt ?? asked.at?.knownAt ?? options.now();
    const items: Array<RedFlagsFound['items'][number]> = [];
    for (const subject of found.right.subjects) {
      const answers = await answersFor(subject, flag, now, asked.at);
      if (E.isLeft(answers)) return answers;
      for (const answer of answers.right)
        if (standings.includes(answer.standing) && isOf(answer, provider))
          items.push({ ...answer, name: names.get(answer.flag) ?? answer.flag });
    }
    return E.right({ items, next: found.right.next });
  };
};

/** Each flag as it is defined, what it is measured by, and which questions are not asked here and why. */
const redFlagDefinitions = () => ({
  items: flags.map(({ look: _look, of, ...definition }) => ({ ...definition, subject: of })),
  thresholds,
  notAsked: unanswerable,
});

/** Red flags for those who read them: where to look, and what the record says of it already. */
export const redFlagRoutes = (
  app: FastifyInstance,
  options: QueryPorts & { readonly identify: Identify },
): void => {
  const answers = redFlagsFrom(options);

  app.get('/v1/red-flags/definitions', (request, reply) => {
    const barred = barredFromRedFlags(request, options.identify);
    return barred === undefined ? reply.send(redFlagDefinitions()) : sendProblem(reply, barred);
  });

  app.get('/v1/red-flags', async (request, reply) => {
    const barred = barredFromRedFlags(request, options.identify);
    if (barred !== undefined) return sendProblem(reply, barred);
    const question = await questionOf(options, request, projection, redFlagParameters);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    const found = await answers(request.query as QueryString, question.right.asked);
    if (E.isLeft(found)) return sendProblem(reply, found.left);
    const { items, next } = found.right;
    if (next !== undefined) reply.header('link', nextLink(request, next));
    return reply.send({ items, ...(next === undefined ? {} : { next }) });
  });
};
