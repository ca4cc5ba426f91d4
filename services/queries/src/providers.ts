import { type Identify, notSignedIn, type Problem, sendProblem } from '@commissioning/http';
import type { Actor, JsonObject } from '@commissioning/kernel';
import type { Moment, Stored } from '@commissioning/read-store';
import { readsMeasures, readsProviders } from '@projections/commission-file';
import { performancePage } from '@projections/performance';
import { actsFor, ofOneProvider } from '@projections/provider-record';
import * as E from 'fp-ts/Either';
import * as RA from 'fp-ts/ReadonlyArray';
import type { FastifyInstance } from 'fastify';
import { barredByRole, noSuch, questionOf, shown } from './answering';
import type { Asked } from './asking';
import { all, document, type QueryPorts } from './read-model';

const projection = 'provider-record';

const withFields = ({ body }: Stored, fields: ReadonlyArray<string>): JsonObject =>
  Object.fromEntries(fields.map((field) => [field, body[field] ?? null]));

const statusFields = [
  'commission',
  'award',
  'payment',
  'for',
  'invoice',
  'amount',
  'standing',
  'paidOn',
  'recovered',
];
const invoiceFields = [
  'commission',
  'award',
  'invoice',
  'number',
  'amount',
  'receivedOn',
  'payable',
  'dispute',
  'payment',
];

/**
 * Whether an award is among what its provider holds: one that came to nothing is not, one that has ended is. Documents
 * of the version before, which are served until those of this one are built, do not say.
 */
const isHeld = ({ body }: Stored): boolean => (body['cameToNothing'] ?? null) === null;

/** What of an award's performance stands in the record of its provider: to some how it was rated, to all in what time. */
const performanceSeen =
  (actor: Actor) =>
  (stored: Stored): JsonObject =>
    withFields(stored, [
      'commission',
      'award',
      'returns',
      ...(readsMeasures(actor.role) ? ['measures', 'reviews', 'rating'] : []),
    ]);

/** The record of one provider for those who work with it, and for the provider how its invoices and payments stand. */
export const providerRoutes = (
  app: FastifyInstance,
  options: QueryPorts & { readonly identify: Identify },
): void => {
  const of = (collection: string, id: string, at: Moment | undefined) =>
    all(options, projection, collection, ofOneProvider(id, 1_000, at))();

  const ownView = async (provider: Stored, { at }: Asked): Promise<E.Either<Problem, JsonObject>> => {
    const [payments, invoices] = [
      await of('payments', provider.id, at),
      await of('invoices', provider.id, at),
    ];
    if (E.isLeft(payments)) return payments;
    if (E.isLeft(invoices)) return invoices;
    return E.right({
      id: provider.id,
      ...withFields(provider, ['provider', 'name']),
      invoices: invoices.right.map((each) => withFields(each, invoiceFields)),
      payments: payments.right.map((each) => withFields(each, statusFields)),
    });
  };

  const wholeRecord = async (
    provider: Stored,
    asked: Asked,
    actor: Actor,
  ): Promise<E.Either<Problem, JsonObject>> => {
    const parts: Record<string, ReadonlyArray<JsonObject>> = {};
    for (const collection of ['checks', 'invoices', 'payments']) {
      const found = await of(collection, provider.id, asked.at);
      if (E.isLeft(found)) return found;
      parts[collection] = found.right.map((each) => shown(each, asked, true));
    }
    const awards = await of('awards', provider.id, asked.at);
    if (E.isLeft(awards)) return awards;
    const { left: fallen, right: held } = RA.partition(isHeld)(awards.right);
    const doing = await all(options, 'performance', 'awards', {
      ...performancePage({ provider: provider.id, limit: 1_000 }),
      ...(asked.at === undefined ? {} : { at: asked.at }),
    })();
    if (E.isLeft(doing)) return doing;
    const performance = doing.right.map(performanceSeen(actor));
    return E.right({
      ...shown(provider, asked, true),
      ...parts,
      awards: held.map((each) => shown(each, asked, true)),
      cameToNothing: fallen.map((each) => shown(each, asked, true)),
      performance,
    });
  };

  app.get<{ Params: { id: string } }>('/v1/providers/:id', async (request, reply) => {
    const { id } = request.params;
    const actor = options.identify(request);
    if (actor === undefined) return sendProblem(reply, notSignedIn);
    const whole = readsProviders(actor.role);
    // Whether there is such a provider is told to nobody else.
    if (!whole && !actsFor(actor, id)) return sendProblem(reply, barredByRole);
    const question = await questionOf(options, request, projection);
    if (E.isLeft(question)) return sendProblem(reply, question.left);
    const { asked } = question.right;
    const provider = await document(options, projection, 'providers', id, asked.at)();
    if (E.isLeft(provider)) return sendProblem(reply, provider.left);
    if (provider.right === undefined) return sendProblem(reply, noSuch(id));
    const answer = whole
      ? await wholeRecord(provider.right, asked, actor)
      : await ownView(provider.right, asked);
    return E.isLeft(answer) ? sendProblem(reply, answer.left) : reply.send(answer.right);
  });
};
