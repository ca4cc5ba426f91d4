import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Identify, problem, type Problem } from '@commissioning/http';
import { type Instant, londonDateOf } from '@commissioning/kernel';
import type { Moment, Stored } from '@commissioning/read-store';
import { decisionsPage } from '@projections/decision-log';
import { standingsAsked } from '@projections/duties';
import {
  type EntryDocument,
  ofCommission,
  ofCommissions,
  type RegisterOrder,
  registerOrders,
} from '@projections/public-register';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { registerQuery } from './api';
import { askedBy, type QueryString, textOf } from './asking';
import { consultationPages } from './consultations';
import { contributionsPage } from './contributions-page';
import { barredFromDuties, dutiesQuery, dutyOwners } from './duties';
import { insiderLinks } from './insider-links';
import { opportunityPages } from './opportunity-pages';
import { promisesInPublicOf } from './promises';
import { all, count, document, page, type QueryPorts } from './read-model';
import { redFlagsPage } from './red-flags-page';
import { registersPage } from './registers-page';
import { rulesPage } from './rules-page';
import { bodies, changedOn, showingFrom, type Site } from './showing';
import { specifiedInformationPage } from './specified-page';
import type { NoteViewing } from './viewing';

export interface PagesOptions extends QueryPorts {
  /** Notes who is shown what is sensitive in a register. */
  readonly noteViewing?: NoteViewing;
  readonly now: () => Instant;
  readonly identify: Identify;
  readonly site: Site;
}

const orderNames: Record<RegisterOrder, string> = {
  newest: 'Newest decision first',
  title: 'Title',
  provider: 'Provider',
  amount: 'Largest amount first',
};

/** The first year for which anything could be on the register, and the one after the present one. */
const yearsUpTo = (year: number): ReadonlyArray<string> =>
  Array.from({ length: year - 2011 }, (_each, index) => year - index).map(
    (from) => `${from}-${String((from + 1) % 100).padStart(2, '0')}`,
  );

/** The London day of a moment that was asked for, as the page names it; empty for the present. */
const dayOf = (moment: Instant | undefined): string => (moment === undefined ? '' : londonDateOf(moment));

/** What a decision refers to by reference, as a person reads it: a provider by its name, where that is public. */
const withNames = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replaceAll(/[A-Z]+-[\w-]+/g, (reference) => names.get(reference) ?? reference);

/** The pages the public reads, and the work list of those who work here: plain, server-rendered, without script. */
export const pages = (app: FastifyInstance, options: PagesOptions): void => {
  const { site } = options;
  const showing = showingFrom(site, (request) => insiderLinks(request, options.identify));
  const { send, sorry, nextPage } = showing;
  const style = readFileSync(join(__dirname, '..', 'assets', 'style.css'));

  app.get('/assets/style.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(style),
  );

  app.get('/', async (request, reply) => {
    const query = request.query as QueryString;
    const asked = askedBy(query);
    if (E.isLeft(asked)) return sorry(reply, asked.left);
    const built = registerQuery(query, asked.right);
    if (E.isLeft(built)) return sorry(reply, built.left);
    const found = await page(options, 'public-register', 'entries', built.right)();
    if (E.isLeft(found)) return sorry(reply, found.left);
    const total = await count(options, 'public-register', 'entries', built.right)();
    if (E.isLeft(total)) return sorry(reply, total.left);
    return send(reply, 'register.njk', {
      here: 'register',
      heading: 'Services commissioned',
      entries: bodies(found.right),
      total: total.right,
      years: yearsUpTo(Number(options.now().slice(0, 4))),
      orders: registerOrders.map((value) => ({ value, text: orderNames[value] })),
      asked: {
        year: textOf(query, 'year') ?? '',
        origin: textOf(query, 'origin') ?? '',
        order: textOf(query, 'order') ?? 'newest',
        asAt: dayOf(asked.right.at?.asAt),
      },
      nextPage: nextPage(request, found.right),
      changedOn: changedOn(found.right),
    });
  });

  app.get<{ Params: { reference: string } }>('/commissions/:reference', async (request, reply) => {
    const { reference } = request.params;
    const found = await document(options, 'public-register', 'commissions', reference)();
    if (E.isLeft(found)) return sorry(reply, found.left);
    if (found.right === undefined)
      return sorry(
        reply,
        problem(404, 'not-found', 'There is no such service here', `Nothing is public under ${reference}.`),
      );
    const awards = await all(
      options,
      'public-register',
      'entries',
      ofCommission(reference, [{ field: 'title' }], 100),
    )();
    if (E.isLeft(awards)) return sorry(reply, awards.left);
    const steps = await all(
      options,
      'public-register',
      'steps',
      ofCommission(reference, [{ field: 'order' }], 1_000),
    )();
    if (E.isLeft(steps)) return sorry(reply, steps.left);
    const promised = await promisesInPublicOf(options, reference);
    if (E.isLeft(promised)) return sorry(reply, promised.left);
    const commission = found.right.body;
    return send(reply, 'story.njk', {
      heading: commission['title'],
      commission,
      awards: bodies({ documents: awards.right }),
      steps: bodies({ documents: steps.right }),
      promised: promised.right,
      changedOn: changedOn({ documents: [found.right, ...awards.right, ...steps.right] }),
    });
  });

  /** The names of the providers that the register tells of under these decisions; it leaves out what is withheld. */
  const providersNamed = async (
    decisions: ReadonlyArray<Stored>,
    at: Moment | undefined,
  ): Promise<E.Either<Problem, ReadonlyMap<string, string>>> => {
    const references = decisions.flatMap(({ body }) => body['commissions'] as ReadonlyArray<string>);
    const awards = await all(
      options,
      'public-register',
      'entries',
      ofCommissions([...new Set(references)], at),
    )();
    return E.map((entries: ReadonlyArray<Stored>) => {
      const names = new Map<string, string>();
      for (const { body } of entries) {
        const { provider, providerReference } = body as unknown as EntryDocument;
        if (providerReference !== null) names.set(providerReference, provider);
      }
      return names;
    })(awards);
  };

  app.get('/decisions', async (request, reply) => {
    const asked = askedBy(request.query as QueryString);
    if (E.isLeft(asked)) return sorry(reply, asked.left);
    const { limit, cursor, at } = asked.right;
    const found = await page(options, 'decision-log', 'decisions', decisionsPage(limit, cursor, at))();
    if (E.isLeft(found)) return sorry(reply, found.left);
    const names = await providersNamed(found.right.documents, at);
    if (E.isLeft(names)) return sorry(reply, names.left);
    return send(reply, 'decisions.njk', {
      here: 'decisions',
      heading: 'Decisions',
      decisions: found.right.documents.map(({ id, body }) => ({
        id,
        ...body,
        authorises: (body['authorises'] as ReadonlyArray<string>).map((act) => withNames(act, names.right)),
      })),
      nextPage: nextPage(request, found.right),
      changedOn: changedOn(found.right),
    });
  });

  app.get('/duties', async (request, reply) => {
    const barred = barredFromDuties(request, options.identify);
    if (barred !== undefined) return sorry(reply, barred);
    // What is still owed, unless another standing is asked for.
    const query: QueryString = { standing: 'open', ...(request.query as QueryString) };
    const asked = askedBy(query);
    if (E.isLeft(asked)) return sorry(reply, asked.left);
    const built = dutiesQuery(query, asked.right);
    if (E.isLeft(built)) return sorry(reply, built.left);
    const found = await page(options, 'duties', 'duties', built.right)();
    if (E.isLeft(found)) return sorry(reply, found.left);
    const total = await count(options, 'duties', 'duties', built.right)();
    if (E.isLeft(total)) return sorry(reply, total.left);
    void reply.header('cache-control', 'private, no-store');
    return send(reply, 'duties.njk', {
      here: 'duties',
      heading: 'Duties',
      duties: bodies(found.right),
      total: total.right,
      standings: standingsAsked,
      owners: dutyOwners,
      asked: {
        standing: textOf(query, 'standing') ?? '',
        owner: textOf(query, 'owner') ?? '',
        commission: textOf(query, 'commission') ?? '',
      },
      nextPage: nextPage(request, found.right),
      changedOn: changedOn(found.right),
    });
  });

  rulesPage(app, showing);
  consultationPages(app, options, showing);
  opportunityPages(app, options, showing);
  specifiedInformationPage(app, options, showing);
  redFlagsPage(app, options, showing);
  registersPage(app, options, showing);
  contributionsPage(app, options, showing);
};
